using Npgsql;
using Sagas.SagaTimeline;
using Sagas.TestKit;

namespace Sagas.Timeline.Benchmark;

/// <summary>A database with timelines of orders that were confirmed, made by SQL: hashes and ids say nothing, everything else is as it is recorded.</summary>
sealed class StoredTimelines : IAsyncDisposable
{
    const int AtOnce = 2_000;

    const string SagaType = "PlaceOrderState";

    const string Fill = """
        insert into saga_timeline (
          saga_type, correlation_id, number, recorded_at, kind, state_before, state_after, saga_version, message_type, message_id, conversation_id, source,
          attempt, redelivery, redelivered, sent_at, received_at, handled_at, details, trace_id, previous_hash, hash)
        select 'PlaceOrderState', md5('saga ' || saga)::uuid, number, at, 'ActedOn', 'ReservingStock', 'CapturingPayment', number, 'StockReserved', md5('message ' || saga || number)::uuid,
          md5('conversation ' || saga)::uuid, 'inventory', 1, 0, false, at - interval '20 ms', at - interval '5 ms', at,
          '{"armed": [{"dueAt": "2026-03-04T10:15:32+00:00", "token": "0199a4c2-7d3e-7c0a-9b1f-2f4d6a8c0e12", "type": "StepDeadlinePassed"}],
            "cancelled": ["0199a4c2-7d3e-7c0a-9b1f-2f4d6a8c0e13"],
            "changes": {"Attempt": {"from": 1, "to": 1}, "CapturePaymentRound": {"from": 0, "to": 1}, "DeadlineAt": {"from": null, "to": "2026-03-04T10:15:32+00:00"}},
            "events": [{"stream": "order-0199a4c27d3e7c0a9b1f2f4d6a8c0e11", "type": "order-stock-reserved", "version": 2}],
            "sent": [{"id": "0199a4c2-7d3e-7c0a-9b1f-2f4d6a8c0e14", "to": "payment", "type": "CapturePayment"}],
            "timing": {"total": 41.2, "request": {"commit": 3, "outbox": 0.4, "broker": 1.1}, "participant": {"waiting": 0, "handler": 1.8, "database": 25.3},
              "message": {"commit": 4.5, "outbox": 0.3, "broker": 1.3}, "saga": {"waiting": 0, "handler": 1.2, "database": 2.3}}}',
          md5('trace ' || saga), case number when 1 then '' else sha256('h') end, sha256('h')
        from generate_series($1, $2) saga, generate_series(1, $3) number,
          lateral (select timestamptz '2026-03-04 10:15:02Z' + saga * interval '10 ms' + number * interval '40 ms' as at) recorded
        """;

    const string Heads = """
        insert into saga_timeline_heads (saga_type, correlation_id, next_number, previous_hash, last_hash)
        select 'PlaceOrderState', md5('saga ' || saga)::uuid, $3 + 1, sha256('h'), sha256('h') from generate_series($1, $2) saga
        """;

    readonly TestDatabase _database;
    readonly NpgsqlDataSource _source;

    StoredTimelines(TestDatabase database) =>
        (_database, _source) = (database, NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.AppConnectionString) { MaxAutoPrepare = 20 }));

    public static async Task<StoredTimelines> CreateAsync(int sagas, int stepsOfEach)
    {
        var database = await TestDatabase.CreateAsync();
        using (var script = new StreamReader(SagaTimelineSchema.Tables.Assembly.GetManifestResourceStream(SagaTimelineSchema.Tables.Resource)!))
            await database.ExecuteAsync(await script.ReadToEndAsync());
        for (var first = 1; first <= sagas; first += AtOnce)
        {
            var last = Math.Min(sagas, first + AtOnce - 1);
            await database.ExecuteAsync(Fill, first, last, stepsOfEach);
            await database.ExecuteAsync(Heads, first, last, stepsOfEach);
        }

        await database.ExecuteAsync("vacuum analyze saga_timeline");
        await database.ExecuteAsync("vacuum analyze saga_timeline_heads");
        return new StoredTimelines(database);
    }

    public async Task<IReadOnlyList<TimelineStep>> ReadAsync(int saga)
    {
        var id = await IdAsync(saga);
        return await new TimelineReader(_source).ReadAllAsync(SagaType, id);
    }

    public Task<IReadOnlyList<TimelineStep>> ReadAsync(Guid saga) => new TimelineReader(_source).ReadAllAsync(SagaType, saga);

    /// <summary>How the server finds a timeline.</summary>
    public Task<IReadOnlyList<string>> ExplainAsync(Guid saga) => _database.QueryAsync(
        $"explain (analyze, buffers, costs off, timing off, summary off) {TimelineReader.Steps}", row => row.GetString(0), SagaType, saga, 0L, int.MaxValue);

    public async Task<Guid> IdAsync(int saga) => await _database.ScalarAsync<Guid>("select md5('saga ' || $1::text)::uuid", saga);

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
