using Npgsql;

namespace Sagas.EventStore.Tests;

/// <summary>The horizon is the cluster's. Where other tests append at the same time, their transactions may be seen too, if shortly.</summary>
public sealed class When_readers_are_held_back(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly ReadHorizon horizon = new(database.App);
    readonly string name = $"holder-{Guid.CreateVersion7():N}";

    [Fact]
    public async Task The_oldest_transaction_that_writes_is_named_even_in_another_database()
    {
        await using var holder = await OpenAsync("postgres");
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "select pg_current_xact_id()");

        var found = (await Eventually.SeesAsync(() => horizon.FindHolderAsync(), seen => seen?.ApplicationName == name, $"{name} to be the oldest"))!;

        (found.Pid, found.Database, found.PreparedAs).ShouldBe((holder.ProcessID, "postgres", null));
        await transaction.RollbackAsync();
        await Eventually.SeesAsync(() => horizon.FindHolderAsync(), seen => seen?.ApplicationName != name, $"{name} to be gone");
    }

    [Fact]
    public async Task Whoever_may_see_it_sees_for_how_long()
    {
        await using var holder = await OpenAsync(database.Name);
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "select pg_current_xact_id()");

        var found = (await Eventually.SeesAsync(() => new ReadHorizon(database.Server).FindHolderAsync(), seen => seen?.ApplicationName == name, $"{name} to be the oldest"))!;

        found.Age.ShouldNotBeNull().ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        found.QueryStarted.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_transaction_that_only_reads_holds_nobody_back()
    {
        var store = new PostgresEventStore(database.App, TimeProvider.System);
        var stream = Some.Stream();
        await using var holder = await OpenAsync(database.Name);
        await using var transaction = await holder.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await ExecuteAsync(holder, "select count(*) from events");
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1)));

        await Eventually.SeesAsync(
            async () => await store.ReadAllAsync(GlobalCheckpoint.Start).CountAsync(e => e.Stream == stream), seen => seen == 1, "the event");

        (await horizon.FindHolderAsync())?.ApplicationName.ShouldNotBe(name);
    }

    async Task<NpgsqlConnection> OpenAsync(string inDatabase)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(TestKit.PostgresServer.ConnectionString)
        {
            Database = inDatabase,
            ApplicationName = name,
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
