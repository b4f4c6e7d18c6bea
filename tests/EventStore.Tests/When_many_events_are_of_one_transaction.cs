using Npgsql;

namespace Sagas.EventStore.Tests;

public sealed class When_many_events_are_of_one_transaction(TestDatabase database) : IClassFixture<TestDatabase>
{
    const int Page = 500;

    [Theory]
    [InlineData(0)]
    [InlineData(15_000)]
    [InlineData(20_000)]
    public async Task A_page_comes_off_the_indexes_and_nothing_is_sorted(int after)
    {
        await ImportAsync();

        var plan = await PlanAsync(EventFeed.Page(Page), "", after);

        plan.ShouldContain("using events_global_order_key");
        plan.ShouldNotContain("Sort  (");
        plan.ShouldNotContain("Seq Scan");
        plan.ShouldNotContain("JIT");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15_000)]
    public async Task Of_some_partitions_no_more_than_the_page_is_sorted(int after)
    {
        await ImportAsync();

        var plan = await PlanAsync(EventFeed.PageOfPartitions(Page), ", 16, '{1,7}'", after);

        plan.ShouldContain("using events_global_order_key");
        plan.ShouldNotContain("Seq Scan");
        plan.ShouldNotContain("JIT");
        plan[..plan.IndexOf("CTE Scan", StringComparison.Ordinal)].ShouldContain("Merge Append");
    }

    async Task ImportAsync()
    {
        await database.Owner.ExecuteAsync(
            """
            insert into events (stream, version, event_id, type, schema_version, data, metadata, recorded_at, hash)
            select 'parcel-' || n, v, gen_random_uuid(), 'moved', 1, '{}', '{"actor": "tests"}', now(), sha256('')
            from generate_series(1, 4000) n, generate_series(1, 5) v
            where not exists (select from events)
            """);
        await database.Owner.ExecuteAsync("analyze events, events_archive");
        // Before, the plan is one for no rows.
        await database.AllEventsAreDecidedAsync();
    }

    async Task<string> PlanAsync(string page, string more, int after)
    {
        var xid = await database.Owner.ScalarAsync<string>("select min(xid)::text from events");
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"prepare page (xid8, bigint{(more == "" ? "" : ", int, int[]")}) as {page}"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"explain (analyze) execute page ('{xid}', {after}{more})"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("deallocate page"));
        await using var reader = await batch.ExecuteReaderAsync();
        var lines = new List<string>();
        do
        {
            while (await reader.ReadAsync())
                lines.Add(reader.GetString(0));
        }
        while (await reader.NextResultAsync());
        return string.Join('\n', lines);
    }
}
