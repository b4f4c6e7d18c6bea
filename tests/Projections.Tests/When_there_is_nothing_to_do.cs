using Microsoft.Extensions.Hosting;
using Npgsql;
using Sagas.EventStore;
using Sagas.TestKit;

namespace Sagas.Projections.Tests;

public sealed class When_there_is_nothing_to_do : IAsyncLifetime
{
    static readonly StreamId Stream = new("thing", "1");

    readonly EventDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task a_process_renews_its_leases_and_looks_once_in_between()
    {
        await _database.AppendAsync(Stream, 3);
        using var host = await _database.StartProcessAsync(new Tally(), ("Lease", "00:00:00.300"), ("Poll", "00:05:00"));
        await _database.CaughtUpAsync();
        using var asked = new RoundTrips(_database.Name);

        await Eventually.ShouldAsync(() => Task.FromResult(asked.CountOf("claim_projection_partitions") >= 20), "the leases to be renewed", describe: () => Task.FromResult(asked.ToString()));

        // Whatever the machine is busy with: of each claim one look for events, one for what is to be tried again, and one for which slot is live. The gauges ask once in a while.
        asked.All.Count.ShouldBeLessThanOrEqualTo((5 * asked.CountOf("claim_projection_partitions")) + 10, asked.ToString());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task an_event_behind_a_transaction_that_stays_open_is_looked_for_at_each_poll_and_no_more_seldom()
    {
        using var host = await _database.StartProcessAsync(new Tally(), ("Lease", "00:05:00"), ("Poll", "00:00:00.020"));
        await _database.AppendAsync(Stream, 1);
        await _database.CaughtUpAsync();
        await using var older = await _database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await older.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var open = new NpgsqlCommand("select pg_current_xact_id()", older))
            await open.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        await _database.AppendAsync(Stream, 1);
        using var asked = new RoundTrips(_database.Name);

        // Twice as long each time, it would not look forty times in the age of the universe.
        await Eventually.ShouldAsync(() => Task.FromResult(asked.CountOf("pg_snapshot_xmin") >= 40), "it to be looked for", TimeSpan.FromSeconds(60), () => Task.FromResult(asked.ToString()));

        (await _database.ScalarAsync<string>("select versions from tally")).ShouldBe("1");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await _database.CaughtUpAsync();
        (await _database.ScalarAsync<string>("select versions from tally")).ShouldBe("1,2");
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
