using Npgsql;

namespace Sagas.Transactions.Tests;

public sealed class When_units_finish_together(Accounts accounts) : IClassFixture<Accounts>
{
    [Fact]
    public async Task they_share_transactions()
    {
        await using var units = accounts.Units();
        var ids = NewIds(200);

        await Task.WhenAll(ids.Select(id => InsertAsync(units, id, balance: 1)));

        (await accounts.TransactionsAsync(ids)).ShouldBeLessThan(ids.Count / 4);
        units.Commits.Units.ShouldBe(ids.Count);
    }

    [Fact]
    public async Task of_fifty_the_one_that_breaks_a_rule_and_the_one_that_was_overtaken_cost_only_themselves()
    {
        await using var units = accounts.Units();
        var account = await accounts.OpenAsync();
        var ids = NewIds(48);
        Task poison = Task.CompletedTask, overtaken = Task.CompletedTask, others = Task.CompletedTask;

        await GatheredAsync(units, () =>
        {
            poison = InsertAsync(units, Guid.CreateVersion7(), balance: -1);
            overtaken = WriteAsync(units, new Account(account.Id, 5, Version: 17));
            others = Task.WhenAll(ids.Select(id => InsertAsync(units, id, balance: 7)));
        });

        (await Should.ThrowAsync<PostgresException>(poison)).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        await Should.ThrowAsync<TransactionConflictException>(overtaken);
        await others;
        (await accounts.BalanceAsync(account.Id)).ShouldBe(100);
        foreach (var id in ids)
            (await accounts.BalanceAsync(id)).ShouldBe(7);
        units.Commits.Splits.ShouldBeInRange(1, 12, "halving finds two of fifty with far fewer transactions than fifty");
    }

    [Fact]
    public async Task while_the_server_goes_away_all_fail_at_once_and_later_ones_succeed()
    {
        await using var units = accounts.Units();
        await using var table = await HeldTable.HoldAsync(accounts.DataSource);
        var alone = InsertAsync(units, Guid.CreateVersion7(), balance: 1);
        await table.UntilSomebodyWaitsAsync();
        var group = NewIds(10).Select(id => InsertAsync(units, id, balance: 1)).ToList();

        await table.EndWhoWaitsAsync();
        await table.EndWhoWaitsAsync();

        foreach (var failed in group.Prepend(alone))
            await Should.ThrowAsync<PostgresException>(failed);
        units.Commits.ShouldBe(new GroupCounts(Attempts: 2, Units: 0, Splits: 0));
        await table.LetGoAsync();
        await InsertAsync(units, Guid.CreateVersion7(), balance: 1);
    }

    [Fact]
    public async Task two_of_one_subject_never_meet_and_keep_their_order()
    {
        await using var units = accounts.Units();
        var account = await accounts.OpenAsync(balance: 0);
        List<Task> commits = [];

        // Each writes the version after the last: in one transaction, or in another order, one of them would be a conflict.
        await GatheredAsync(units, () => commits.AddRange(Enumerable.Range(1, 20).Select(balance =>
            WriteAsync(units, new Account(account.Id, balance, Version: balance + 1), new Subject("account", account.Id)))));

        await Task.WhenAll(commits);
        (await accounts.BalanceAsync(account.Id)).ShouldBe(20);
        units.Commits.Splits.ShouldBe(0);
    }

    [Fact]
    public async Task after_the_end_nothing_is_taken_and_what_was_taken_is_written()
    {
        var units = accounts.Units();
        var ids = NewIds(60);
        var commits = ids.Select(id => InsertAsync(units, id, balance: 3)).ToList();

        await units.DisposeAsync();

        await Task.WhenAll(commits);
        (await accounts.BalanceAsync(ids[^1])).ShouldBe(3);
        await Should.ThrowAsync<ObjectDisposedException>(() => InsertAsync(units, Guid.CreateVersion7(), balance: 3));
    }

    /// <summary>Has what <paramref name="arrive" /> hands in wait together until the writer is free.</summary>
    async Task GatheredAsync(UnitsOfWork units, Action arrive)
    {
        await using var table = await HeldTable.HoldAsync(accounts.DataSource);
        var first = InsertAsync(units, Guid.CreateVersion7(), balance: 1);
        await table.UntilSomebodyWaitsAsync();
        arrive();
        await table.LetGoAsync();
        await first;
    }

    Task InsertAsync(UnitsOfWork units, Guid id, int balance) => WriteAsync(units, new Account(id, balance, 1));

    async Task WriteAsync(UnitsOfWork units, Account account, Subject? subject = null)
    {
        await using var unit = units.Begin();
        if (subject is not null)
            unit.About(subject);
        unit.Write(accounts, account);
        await unit.CommitAsync(TestContext.Current.CancellationToken);
    }

    static List<Guid> NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
}
