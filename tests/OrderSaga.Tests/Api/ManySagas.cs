using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

/// <summary>
/// Sagas of both types by the thousands, as they would lie there after a bad day: of each hundred orders forty have ended, half of them called off, and of those under way
/// some are parked for four different reasons, some are overdue, and a few began with the plan before the present one.
/// </summary>
static class ManySagas
{
    static int Many => Environment.GetEnvironmentVariable("SAGAS_LONG") == "1" ? 1_000_000 : 20_000;

    public static async Task FillAsync(TestDatabase database)
    {
        await database.ExecuteAsync($"""
            insert into place_order_sagas (
              correlation_id, current_state, version, customer_id, lines, definition_version, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round,
              attempt, reserve_stock_undo, capture_payment_undo, deadline_at, waiting_since, parked_because, called_off_because, started_at, updated_at, ended_at)
            select gen_random_uuid(), state, 3, 'C' || lpad((n % 5000)::text, 4, '0'), '[]', case when n % 97 = 0 then 1 else 2 end, 1, 1, 0, 1,
              1, case when ended then 'NotNeeded' else 'Required' end, case when state = 'Parked' then 'Failed' else 'NotNeeded' end,
              case when ended or state = 'Parked' then null when n % 13 = 0 then now() - n * interval '1 second' else now() + interval '1 hour' end,
              case when not ended then now() - n * interval '1 second' end,
              case when state = 'Parked' then 'The undo of ' || (array['CapturePayment', 'ReserveStock'])[1 + n % 2] || (array[' failed', ' was not answered'])[1 + n / 2 % 2] || ' in 8 attempts.' end,
              case when state = 'Cancelled' then (array['PaymentDeclined', 'StockUnavailable', 'CustomerRequest', 'PriceChanged'])[1 + n / 100 % 4] end,
              now() - n * interval '2 seconds', now(), case when ended then now() - n * interval '1 second' end
            from generate_series(1, {Many * 9 / 10}) n
            cross join lateral (select case
              when n % 100 < 20 then 'Confirmed' when n % 100 < 40 then 'Cancelled' when n % 100 < 45 then 'Parked' when n % 100 < 60 then 'ReservingStock'
              when n % 100 < 90 then 'CapturingPayment' when n % 100 < 98 then 'CreatingShipment' else 'RefundingPayment' end as state) states
            cross join lateral (select state in ('Confirmed', 'Cancelled') as ended) ends
            """);
        await database.ExecuteAsync($"""
            insert into return_order_sagas (
              correlation_id, order_id, current_state, version, customer_id, lines, definition_version, receive_return_round, inspect_return_round, restock_goods_round,
              write_off_goods_round, refund_return_round, receive_return_undo, undo_round, attempt, deadline_at, waiting_since, parked_because, parked_step,
              called_off_because, started_at, updated_at, ended_at)
            select gen_random_uuid(), gen_random_uuid(), state, 3, 'C' || lpad((n % 5000)::text, 4, '0'), '[]', 1, 1, 0, 0,
              0, case when state = 'Completed' then 1 else 0 end, 'NotNeeded', 0, 1,
              case when ended or state = 'Parked' then null when n % 13 = 0 then now() - n * interval '1 second' else now() + interval '1 hour' end,
              case when not ended then now() - n * interval '1 second' end,
              case when state = 'Parked' then 'RefundReturn was not answered in 8 attempts.' end, case when state = 'Parked' then 'RefundReturn' end,
              case when state = 'Rejected' then 'GoodsNeverArrived' end,
              now() - n * interval '2 seconds', now(), case when ended then now() - n * interval '1 second' end
            from generate_series(1, {Many / 10}) n
            cross join lateral (select case
              when n % 100 < 20 then 'Completed' when n % 100 < 40 then 'Rejected' when n % 100 < 45 then 'Parked' else 'ReceivingReturn' end as state) states
            cross join lateral (select state in ('Completed', 'Rejected') as ended) ends
            """);
        await database.ExecuteAsync("analyze place_order_sagas, return_order_sagas");
    }
}
