using Npgsql;

namespace Sagas.Transactions.Tests;

public sealed class When_a_unit_has_its_own_transaction(Accounts accounts) : IClassFixture<Accounts>, IAsyncLifetime
{
    readonly Recorder _recorder = new();
    UnitsOfWork _units = null!;

    public ValueTask InitializeAsync()
    {
        _units = accounts.Units(_recorder);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _units.DisposeAsync();

    [Fact]
    public async Task what_it_read_is_locked_until_it_commits()
    {
        var account = await accounts.OpenAsync();
        await using var unit = _units.Begin(TransactionMode.Own);
        var read = await LoadAsync(unit, account.Id);

        await using var other = await accounts.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select 1 from accounts where id = $1 for update nowait", other) { Parameters = { new() { Value = account.Id } } };
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteScalarAsync())).SqlState.ShouldBe(PostgresErrorCodes.LockNotAvailable);

        unit.Write(accounts, read!.With(balance: 50));
        await unit.CommitAsync(TestContext.Current.CancellationToken);
        (await command.ExecuteScalarAsync()).ShouldBe(1);
        (await accounts.BalanceAsync(account.Id)).ShouldBe(50);
    }

    [Fact]
    public async Task statements_on_its_connection_and_its_rows_are_one_commit()
    {
        var (direct, row) = (await accounts.OpenAsync(), Guid.CreateVersion7());
        await using var unit = _units.Begin();
        var connection = await unit.ConnectAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand("update accounts set balance = 1 where id = $1", connection) { Parameters = { new() { Value = direct.Id } } })
            await command.ExecuteNonQueryAsync();
        unit.Write(accounts, new Account(row, 2, 1));

        (await accounts.BalanceAsync(direct.Id)).ShouldBe(100, "nothing is visible before the commit");
        await unit.CommitAsync(TestContext.Current.CancellationToken);

        (await accounts.BalanceAsync(direct.Id)).ShouldBe(1);
        (await accounts.BalanceAsync(row)).ShouldBe(2);
    }

    [Fact]
    public async Task given_up_it_leaves_nothing_and_its_enlistments_know_why()
    {
        var id = Guid.CreateVersion7();
        var unit = _units.Begin(TransactionMode.Own);
        await LoadAsync(unit, id);
        unit.Write(accounts, new Account(id, 1, 1));

        await unit.RollbackAsync(new TimeoutException("too slow"), TestContext.Current.CancellationToken);

        (await accounts.BalanceAsync(id)).ShouldBeNull();
        _recorder.Failure.ShouldBe("too slow");
        await Should.ThrowAsync<InvalidOperationException>(() => unit.CommitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task it_has_to_be_asked_for_before_the_first_read()
    {
        await using var unit = _units.Begin();
        await LoadAsync(unit, Guid.CreateVersion7());

        Should.Throw<InvalidOperationException>(unit.UseOwnTransaction).Message.ShouldContain("before the first read");
    }

    async Task<Account?> LoadAsync(UnitOfWork unit, Guid id)
    {
        Account? read = null;
        unit.Load(accounts, id, account => read = account);
        await unit.LoadAsync(TestContext.Current.CancellationToken);
        return read;
    }

    sealed class Recorder : IEnlistment
    {
        public string? Failure { get; private set; }

        public Task OnFailedAsync(IUnitOfWork unit, Exception exception, CancellationToken cancellationToken)
        {
            Failure = exception.Message;
            return Task.CompletedTask;
        }
    }
}
