namespace Sagas.Transactions.Tests;

public sealed class When_a_unit_is_over(Accounts accounts) : IClassFixture<Accounts>
{
    [Fact]
    public async Task nothing_can_be_added_that_would_be_lost()
    {
        await using var units = accounts.Units();
        await using var unit = units.Begin();
        await unit.CommitAsync(TestContext.Current.CancellationToken);

        Should.Throw<InvalidOperationException>(() => unit.Write(accounts, new Account(Guid.CreateVersion7(), 1, 1))).Message.ShouldContain("would be lost");
        Should.Throw<InvalidOperationException>(() => unit.Load(accounts, Guid.CreateVersion7(), _ => { }));
        await Should.ThrowAsync<InvalidOperationException>(() => unit.CommitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task after_a_failed_commit_it_is_over_too()
    {
        await using var units = accounts.Units();
        await using var unit = units.Begin();
        unit.Write(accounts, new Account(Guid.CreateVersion7(), -1, 1));
        await Should.ThrowAsync<Npgsql.PostgresException>(() => unit.CommitAsync(CancellationToken.None));

        await Should.ThrowAsync<InvalidOperationException>(() => unit.CommitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task a_handler_that_goes_on_after_it_learned_of_a_repeat_is_stopped()
    {
        await using var units = accounts.Units();
        await using var unit = units.Begin();
        unit.MarkDuplicate();

        Should.Throw<InvalidOperationException>(() => unit.Write(accounts, new Account(Guid.CreateVersion7(), 1, 1))).Message.ShouldContain("IsDuplicate");
    }
}
