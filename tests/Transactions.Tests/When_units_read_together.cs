namespace Sagas.Transactions.Tests;

public sealed class When_units_read_together(Accounts accounts) : IClassFixture<Accounts>
{
    [Fact]
    public async Task one_round_trip_serves_them_and_each_gets_what_it_asked_for()
    {
        await using var units = accounts.Units();
        var opened = new List<Account>();
        for (var balance = 1; balance <= 20; balance++)
            opened.Add(await accounts.OpenAsync(balance));
        List<Task<Account?>> reads = [];

        await GatheredAsync(units, () => reads.AddRange(opened.Select(account => ReadAsync(units, account.Id)).Append(ReadAsync(units, Guid.CreateVersion7()))));

        (await Task.WhenAll(reads)).ShouldBe([.. opened, null]);
        units.Reads.ShouldBe(new GroupCounts(Attempts: 2, Units: 22, Splits: 0));
    }

    [Fact]
    public async Task two_of_one_subject_are_never_given_the_same_row()
    {
        await using var units = accounts.Units();
        var account = await accounts.OpenAsync();
        List<Task<Account?>> reads = [];

        await GatheredAsync(units, () => reads.AddRange(Enumerable.Range(0, 2).Select(_ => ReadAsync(units, account.Id, new Subject("account", account.Id)))));

        var (first, second) = (await reads[0], await reads[1]);
        first.ShouldBe(second);
        first.ShouldNotBeSameAs(second);
    }

    [Fact]
    public async Task one_whose_row_cannot_be_understood_fails_alone()
    {
        await using var units = accounts.Units();
        var account = await accounts.OpenAsync();
        Task<Account?> good = null!;
        Task bad = null!;

        await GatheredAsync(units, () => (good, bad) = (ReadAsync(units, account.Id), ReadBadlyAsync()));

        (await good).ShouldBe(account);
        await Should.ThrowAsync<FormatException>(bad);

        async Task ReadBadlyAsync()
        {
            await using var unit = units.Begin();
            unit.Load(accounts, account.Id, _ => throw new FormatException());
            await unit.LoadAsync(TestContext.Current.CancellationToken);
        }
    }

    async Task GatheredAsync(UnitsOfWork units, Action arrive)
    {
        await using var table = await HeldTable.HoldAsync(accounts.DataSource);
        var first = ReadAsync(units, Guid.CreateVersion7());
        await table.UntilSomebodyWaitsAsync();
        arrive();
        await table.LetGoAsync();
        await first;
    }

    async Task<Account?> ReadAsync(UnitsOfWork units, Guid id, Subject? subject = null)
    {
        await using var unit = units.Begin();
        if (subject is not null)
            unit.About(subject);
        Account? read = null;
        unit.Load(accounts, id, account => read = account);
        await unit.LoadAsync(TestContext.Current.CancellationToken);
        return read;
    }
}
