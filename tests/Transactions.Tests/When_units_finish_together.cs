using Npgsql;

namespace Sagas.Transactions.Tests;

public sealed class When_units_finish_together(Accounts accounts) : IClassFixture<Accounts>
{
    [Fact]
    public async Task they_share_transactions()
    {
        await using var groupCommit = new GroupCommit(accounts.DataSource);
        var ids = Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7()).ToList();

        await Task.WhenAll(ids.Select(id => InsertAsync(groupCommit, id, balance: 1)));

        (await accounts.TransactionsAsync(ids)).ShouldBeLessThan(ids.Count / 4);
        groupCommit.Counts.Units.ShouldBe(ids.Count);
    }

    [Fact]
    public async Task one_that_breaks_a_rule_of_the_database_costs_only_itself()
    {
        await using var groupCommit = new GroupCommit(accounts.DataSource);
        var ids = Enumerable.Range(0, 50).Select(_ => Guid.CreateVersion7()).ToList();

        var poison = InsertAsync(groupCommit, Guid.CreateVersion7(), balance: -1);
        await Task.WhenAll(ids.Select(id => InsertAsync(groupCommit, id, balance: 7)));

        (await Should.ThrowAsync<PostgresException>(poison)).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        foreach (var id in ids)
            (await accounts.BalanceAsync(id)).ShouldBe(7);
    }

    [Fact]
    public async Task one_that_was_overtaken_costs_only_itself_and_writes_nothing()
    {
        await using var groupCommit = new GroupCommit(accounts.DataSource);
        var account = await accounts.OpenAsync();
        await using var overtaken = accounts.Begin(groupCommit);
        overtaken.Write(accounts, new Account(account.Id, 5, Version: 17));

        var failing = overtaken.CommitAsync(TestContext.Current.CancellationToken);
        var ids = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToList();
        await Task.WhenAll(ids.Select(id => InsertAsync(groupCommit, id, balance: 7)));

        await Should.ThrowAsync<TransactionConflictException>(failing);
        (await accounts.BalanceAsync(account.Id)).ShouldBe(100);
        foreach (var id in ids)
            (await accounts.BalanceAsync(id)).ShouldBe(7);
    }

    [Fact]
    public async Task two_of_one_subject_never_meet_and_keep_their_order()
    {
        await using var groupCommit = new GroupCommit(accounts.DataSource);
        var account = await accounts.OpenAsync(balance: 0);
        var subject = new Subject("account", account.Id);

        // Each writes the version after the last: in one transaction, or in another order, one of them would be a conflict.
        var commits = new List<Task>();
        for (var balance = 1; balance <= 20; balance++)
        {
            var unit = accounts.Begin(groupCommit);
            unit.About(subject);
            unit.Write(accounts, new Account(account.Id, balance, Version: balance + 1));
            commits.Add(unit.CommitAsync(TestContext.Current.CancellationToken));
        }

        await Task.WhenAll(commits);
        (await accounts.BalanceAsync(account.Id)).ShouldBe(20);
    }

    async Task InsertAsync(GroupCommit groupCommit, Guid id, int balance)
    {
        await using var unit = accounts.Begin(groupCommit);
        unit.Write(accounts, new Account(id, balance, 1));
        await unit.CommitAsync(TestContext.Current.CancellationToken);
    }
}
