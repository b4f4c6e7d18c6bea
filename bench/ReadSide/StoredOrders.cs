using System.Globalization;
using Sagas.BenchKit;

namespace Sagas.ReadSide.Benchmark;

/// <summary>
/// Fills the event store by SQL with orders of some customers, four a second: two of three are confirmed within a second, leave an hour later and arrive a day later; the third is
/// declined. The events lie there in the order of their times, a thousand or so to a transaction. The hashes are random: nobody verifies these streams.
/// </summary>
static class StoredOrders
{
    const int Transactions = 600;

    public static async Task AppendAsync(OrdersHost host, int orders)
    {
        Bench.Progress($"storing the events of {orders} orders");
        await host.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $$$"""
            insert into events (xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, recorded_at, hash)
            select (1 + row_number() over (order by at, n, version) * {{{Transactions}}} / ({{{orders}}}::bigint * 20 / 3))::text::xid8,
              'order-' || id, version, gen_random_uuid(), type, case type when 'order-placed' then 3 else 1 end, data,
              case version when 1 then '{"/shipTo": {"name": "Hanna Moos", "street": "Forsterstr. 57", "city": "Mannheim", "region": null, "postalCode": "68306", "country": "Germany"}}'::jsonb end,
              case version when 1 then sha256('salt') end, case version when 1 then sha256('digest') end,
              jsonb_build_object('actor', 'place-order', 'correlationId', id, 'causationId', gen_random_uuid(), 'traceId', md5(n::text)), at, sha256((id || version::text)::bytea)
            from (
              select n, version, type, data, placed + after as at, ('0198f3a0-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id
              from generate_series(1, {{{orders}}}) n
              cross join lateral (select timestamptz '2026-01-05 06:00Z' + n * interval '250 ms' as placed, 'C' || lpad((n % 5000)::text, 4, '0') as customer) o
              cross join lateral (values
                (1, 'order-placed', interval '0',
                  jsonb_build_object('customerId', customer, 'lines', '[{"sku": "NW-011", "quantity": 2}, {"sku": "NW-042", "quantity": 1}]'::jsonb, 'shipTo', null, 'expectedTotal', null)),
                (2, 'order-stock-reserved', interval '40 ms',
                  '{"lines": [{"sku": "NW-011", "quantity": 2, "unitPrice": {"amount": "14.00", "currency": "EUR"}, "lineTotal": {"amount": "28.00", "currency": "EUR"}},
                    {"sku": "NW-042", "quantity": 1, "unitPrice": {"amount": "10.50", "currency": "EUR"}, "lineTotal": {"amount": "10.50", "currency": "EUR"}}],
                    "total": {"amount": "38.50", "currency": "EUR"}}'),
                (3, case when n % 3 = 0 then 'order-payment-declined' else 'order-payment-captured' end, interval '90 ms',
                  case when n % 3 = 0 then '{"reason": "InsufficientFunds"}'::jsonb else '{"amount": {"amount": "38.50", "currency": "EUR"}, "gatewayReference": "ch_1"}' end),
                (4, case when n % 3 = 0 then 'order-stock-unreserved' else 'order-shipment-created' end, interval '130 ms',
                  case when n % 3 = 0 then '{"units": 3}'::jsonb
                    else '{"shipmentId": "0198f3a0-0000-7000-8000-000000000001", "carrier": "Federal Shipping", "trackingNumber": "FS-2026-000417"}' end),
                (5, case when n % 3 = 0 then 'order-cancelled' else 'order-confirmed' end, interval '140 ms',
                  case when n % 3 = 0 then '{"reason": "PaymentDeclined"}'::jsonb else '{}' end),
                (6, 'order-shipment-dispatched', interval '1 hour', '{"shipmentId": "0198f3a0-0000-7000-8000-000000000001", "at": "2026-01-05T09:00:00+00:00"}'),
                (7, 'order-shipment-delivered', interval '1 day', '{"shipmentId": "0198f3a0-0000-7000-8000-000000000001", "at": "2026-01-06T15:30:00+00:00"}')
              ) e (version, type, after, data)
              where n % 3 <> 0 or version <= 5) story
            order by at, n, version
            """));
        await host.ExecuteAsync("vacuum analyze events");
    }
}
