using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Data;

public sealed class When_sagas_in_flight_are_upgraded
{
    [Fact]
    public async Task each_gets_the_compensation_ledger_that_its_state_implies()
    {
        await using var database = await TestDatabase.CreateAsync();
        await RunAsync(database, "0004_place_order.sql");
        await InsertAsync(database, "ReservingStock", rounds: 1);
        await InsertAsync(database, "CapturingPayment", rounds: 2);
        await InsertAsync(database, "CreatingShipment", rounds: 3);
        await InsertAsync(database, "CancellingShipment", rounds: 3);
        await InsertAsync(database, "RefundingPayment", rounds: 2);
        await InsertAsync(database, "UnreservingStock", rounds: 2);
        await InsertAsync(database, "Parked", rounds: 3, parkedBecause: "The undo of CapturePayment failed in 8 attempts.");
        await InsertAsync(database, "Cancelled", rounds: 2);
        await InsertAsync(database, "Confirmed", rounds: 3);

        await RunAsync(database, "0006_compensation.sql");

        (await database.QueryAsync(
                "select concat_ws(' ', current_state, reserve_stock_undo, capture_payment_undo, create_shipment_undo) from place_order_sagas order by started_at",
                row => row.GetString(0)))
            .ShouldBe(
            [
                "ReservingStock Required NotNeeded NotNeeded",
                "CapturingPayment Required Required NotNeeded",
                "CreatingShipment Required Required Required",
                "CancellingShipment Required Required Issued",
                "RefundingPayment Required Issued NotNeeded",
                "UnreservingStock Issued Confirmed NotNeeded",
                "Parked Required Failed Confirmed",
                "Cancelled Confirmed Confirmed NotNeeded",
                "Confirmed NotNeeded NotNeeded NotNeeded",
            ]);
    }

    [Fact]
    public async Task a_cancelled_one_that_owes_something_is_refused_by_the_database()
    {
        await using var database = await TestDatabase.CreateAsync();
        await RunAsync(database, "0004_place_order.sql");
        await RunAsync(database, "0006_compensation.sql");
        await InsertAsync(database, "Cancelled", rounds: 1);

        var refusal = await Should.ThrowAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("update place_order_sagas set capture_payment_undo = 'Failed'"));

        refusal.ConstraintName.ShouldBe("place_order_sagas_cancelled_owes_nothing");
    }

    [Fact]
    public async Task why_those_that_have_ended_were_called_off_is_read_from_their_streams()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var script in new[] { "0004_place_order.sql", "0006_compensation.sql", "0009_return_order.sql", "0010_explorer.sql", "0011_definitions.sql" })
            await RunAsync(database, script);
        await database.ExecuteAsync("create table recorded_events (stream text, type text, data jsonb)");
        await InsertAsync(database, "Cancelled", rounds: 1);
        await InsertAsync(database, "Confirmed", rounds: 3);
        await database.ExecuteAsync("update place_order_sagas set reserve_stock_undo = 'Confirmed' where current_state = 'Cancelled'");
        await database.ExecuteAsync("""
            insert into recorded_events select 'order-' || correlation_id, 'order-cancelled', '{"reason": "PriceChanged"}' from place_order_sagas where current_state = 'Cancelled'
            """);

        await InsertReturnAsync(database, "Rejected", rejectedBecause: "GoodsNeverArrived");
        await InsertReturnAsync(database, "Completed");

        await RunAsync(database, "0012_search.sql");

        (await database.QueryAsync("select concat_ws(' ', current_state, called_off_because) from place_order_sagas order by 1", row => row.GetString(0)))
            .ShouldBe(["Cancelled PriceChanged", "Confirmed"]);
        (await database.QueryAsync("select concat_ws(' ', current_state, called_off_because) from return_order_sagas order by 1", row => row.GetString(0)))
            .ShouldBe(["Completed", "Rejected GoodsNeverArrived"]);
    }

    /// <summary>A return that has ended, of an order of which another return was rejected for another reason.</summary>
    static Task<int> InsertReturnAsync(TestDatabase database, string state, string? rejectedBecause = null) => database.ExecuteAsync(
        """
        with saga as (
          insert into return_order_sagas (
            correlation_id, order_id, current_state, version, customer_id, lines, receive_return_round, inspect_return_round, restock_goods_round, write_off_goods_round,
            refund_return_round, undo_round, attempt, started_at, updated_at, ended_at)
          values (gen_random_uuid(), gen_random_uuid(), $1, 1, 'VINET', '[]', 1, 0, 0, 0, case when $1 = 'Completed' then 1 else 0 end, 0, 1, now(), now(), now())
          returning correlation_id, order_id)
        insert into recorded_events
        select 'order-' || order_id, 'order-return-rejected', jsonb_build_object('returnId', gen_random_uuid(), 'reason', 'NotSound') from saga
        union all
        select 'order-' || order_id, 'order-return-rejected', jsonb_build_object('returnId', correlation_id, 'reason', $2) from saga where $2 <> ''
        """,
        state, rejectedBecause ?? "");

    static Task<int> InsertAsync(TestDatabase database, string state, int rounds, string? parkedBecause = null) => database.ExecuteAsync(
        """
        insert into place_order_sagas (
          correlation_id, current_state, version, customer_id, lines, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round, attempt,
          parked_because, started_at, updated_at, ended_at)
        values (
          gen_random_uuid(), $1, 1, 'VINET', '[]', 1, case when $2 > 1 then 1 else 0 end, case when $2 > 2 then 1 else 0 end, 1, 1,
          nullif($3, ''), clock_timestamp(), clock_timestamp(), case when $1 in ('Confirmed', 'Cancelled') then clock_timestamp() end)
        """,
        state, rounds, parkedBecause ?? "");

    static async Task RunAsync(TestDatabase database, string script)
    {
        using var text = new StreamReader(typeof(OrderSagaService).Assembly.GetManifestResourceStream(script)!);
        await database.ExecuteAsync(await text.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
