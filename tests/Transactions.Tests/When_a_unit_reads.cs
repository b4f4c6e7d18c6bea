namespace Sagas.Transactions.Tests;

public sealed class When_a_unit_reads(Accounts accounts) : IClassFixture<Accounts>
{
    [Fact]
    public async Task a_row_that_changes_meanwhile_is_a_conflict_and_nothing_is_written()
    {
        await using var units = accounts.Units();
        var account = await accounts.OpenAsync();
        await using var slow = units.Begin();
        await using var quick = units.Begin();
        var (seenBySlow, seenByQuick) = (await LoadAsync(slow, account.Id), await LoadAsync(quick, account.Id));

        quick.Write(accounts, seenByQuick!.With(balance: 60));
        await quick.CommitAsync(TestContext.Current.CancellationToken);
        slow.Write(accounts, seenBySlow!.With(balance: 70));

        await Should.ThrowAsync<TransactionConflictException>(() => slow.CommitAsync(TestContext.Current.CancellationToken));
        (await accounts.BalanceAsync(account.Id)).ShouldBe(60);
    }

    [Fact]
    public async Task everything_that_was_asked_for_comes_with_one_call_and_what_is_missing_as_nothing()
    {
        await using var units = accounts.Units();
        var (first, second) = (await accounts.OpenAsync(balance: 1), await accounts.OpenAsync(balance: 2));
        await using var unit = units.Begin();
        var balances = new List<int?>();

        unit.Load(accounts, first.Id, account => balances.Add(account?.Balance));
        unit.Load(accounts, Guid.CreateVersion7(), account => balances.Add(account?.Balance));
        unit.Load(accounts, second.Id, account => balances.Add(account?.Balance));
        await unit.LoadAsync(TestContext.Current.CancellationToken);

        balances.ShouldBe([1, null, 2]);
    }

    [Fact]
    public async Task it_has_one_subject()
    {
        await using var units = accounts.Units();
        await using var unit = units.Begin();
        unit.About(new Subject("account", Guid.Empty));

        Should.Throw<InvalidOperationException>(() => unit.About(new Subject("account", Guid.CreateVersion7())));
    }

    async Task<Account?> LoadAsync(UnitOfWork unit, Guid id)
    {
        Account? read = null;
        unit.Load(accounts, id, account => read = account);
        await unit.LoadAsync(TestContext.Current.CancellationToken);
        return read;
    }
}
