using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Sagas.BenchKit;
using Sagas.Load.Orders;
using Sagas.Load.Runs;
using Sagas.Load.Systems;
using Sagas.TestKit;

namespace Sagas.Load.Growing;

/// <summary>
/// Ground on which orders by the hundred thousand have ended: some that a system has handled as it handles all, and copies of everything that these left behind, in every table, under ids
/// of their own. Only the hashes of the copies, and the ids inside of JSON, are the originals'.
/// </summary>
static class StoredOrders
{
    /// <summary>So many are handled, and then copied.</summary>
    public const int Originals = 1_000;

    const int AtOnce = 50;

    public static async Task FillAsync(Ground ground, ISystem system, int orders)
    {
        await using (var session = await Session.StartAsync(system, ground, settled: false, Mix.Confirmed))
        {
            await session.ClosedAsync("handling those that are to be copied", AtOnce, Originals);
            await IsAtRestAsync(session.System);
        }

        await CopyAsync(ground, (orders / Originals) - 1);
    }

    /// <summary>Everything is sent, and the read models have it.</summary>
    static async Task IsAtRestAsync(RunningSystem system)
    {
        using var http = new HttpClient { BaseAddress = system.Orders };
        await Eventually.ShouldAsync(
            async () => (await http.GetFromJsonAsync<JsonArray>("/projections"))!.Sum(projection => projection!["lagEvents"]!.GetValue<long>()) == 0 && await OutboxesAsync(system.Ground) == 0,
            "all messages to be sent and the read models to have caught up",
            TimeSpan.FromMinutes(2));
    }

    static async Task<long> OutboxesAsync(Ground ground)
    {
        var rows = 0L;
        foreach (var database in await ground.DatabasesAsync())
        {
            await using var source = ground.Open(database);
            await using var command = source.CreateCommand("select count(*) from pg_class where oid = to_regclass('outbox')");
            if ((long)(await command.ExecuteScalarAsync())! == 0)
                continue;
            await using var count = source.CreateCommand("select count(*) from outbox");
            rows += (long)(await count.ExecuteScalarAsync())!;
        }

        return rows;
    }

    static async Task CopyAsync(Ground ground, int copies)
    {
        var tables = new List<GrowingTable>();
        foreach (var database in await ground.DatabasesAsync())
            tables.AddRange(await GrowingTable.AllAsync(ground, database, Originals));
        // The largest first, two at a time for two processors, or more where there are more.
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount) };
        await Parallel.ForEachAsync(tables.OrderByDescending(table => table.Bytes), atOnce, async (table, _) =>
        {
            var rows = await table.CopyAsync(ground, copies);
            Bench.Progress($"{table.Database}.{table.Name}: {rows} rows");
        });
        await ReadModelsAreUpToDateAsync(ground);
    }

    /// <summary>They are copied too, so their events must not be applied again.</summary>
    static async Task ReadModelsAreUpToDateAsync(Ground ground)
    {
        await using var source = ground.Open("order_saga");
        await using var command = source.CreateCommand(
            "update projection_partitions p set (xid, position) = (select xid, position from events order by xid desc, position desc limit 1)");
        await command.ExecuteNonQueryAsync();
    }
}
