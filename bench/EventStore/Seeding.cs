using System.Globalization;
using Sagas.BenchKit;

namespace Sagas.EventStore.Benchmark;

/// <summary>Fills the tables by SQL, faster than any append. The hashes are random: nobody verifies these streams.</summary>
static class Seeding
{
    /// <summary>With the indexes put aside meanwhile: for filling, not for adding.</summary>
    public static async Task FillAsync(StoreDatabase database, int streams, int eventsEach)
    {
        Bench.Progress($"filling in {streams * (long)eventsEach} events");
        await database.ExecuteAsync(
            """
            alter table events drop constraint events_pkey, drop constraint events_event_id_key, drop constraint events_global_order_key;
            drop index events_type_idx
            """);
        await AddAsync(database, streams, eventsEach);
        Bench.Progress($"building the indexes");
        await database.ExecuteAsync(
            """
            set maintenance_work_mem = '512MB';
            alter table events
              add constraint events_pkey primary key (stream, version),
              add constraint events_event_id_key unique (event_id),
              add constraint events_global_order_key unique (xid, position);
            create index events_type_idx on events (type, schema_version);
            reset maintenance_work_mem
            """);
        await database.ExecuteAsync("vacuum analyze");
    }

    public static async Task AddAsync(StoreDatabase database, int streams, int eventsEach)
    {
        await database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            with added as (select 'parcel-01890000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as stream, n from generate_series(1, {{streams}}) n),
            heads as (
              insert into streams (stream, version, last_hash, last_xid, tenant, created_at, updated_at)
              select stream, {{eventsEach}}, sha256(stream::bytea), pg_current_xact_id(), 'default', now(), now() from added
            )
            insert into events (stream, version, event_id, type, schema_version, data, metadata, recorded_at, hash)
            select stream, v, ('01890000-0000-7000-9000-' || lpad(to_hex(n * {{eventsEach}}::bigint + v), 12, '0'))::uuid, '{{ParcelMoved.StoredName}}', 1,
              '{"carrier":"Federal Shipping","place":"Kassel, hub 3","shipmentId":"0198f3a0-0000-7000-8000-000000000001","trackingNumber":"FS-2025-000417"}',
              jsonb_build_object('actor', 'carrier', 'correlationId', substr(stream, 8)), now(), sha256((stream || v)::bytea)
            from added, generate_series(1, {{eventsEach}}) v
            """));
        await database.ExecuteAsync("analyze events, streams");
    }
}
