using Sagas.OrderSaga.Tests.Api;
using Sagas.OrderSaga.Troubles;

namespace Sagas.OrderSaga.Tests.Troubles;

/// <summary>
/// More than ten thousand sagas of both types that are well, in every way in which a saga can be, and among them some in every trouble. Nothing moves: no row of the outbox
/// may be taken yet, and the reconciler looked before anything was there.
/// </summary>
public sealed class TroubledShop : OrderSagaHost, IAsyncLifetime
{
    readonly Dictionary<Guid, (string Name, TroubleKind Kind)> _planted = [];

    public IReadOnlyDictionary<Guid, (string Name, TroubleKind Kind)> Planted => _planted;

    public Guid this[string name] => _planted.Single(planted => planted.Value.Name == name).Key;

    protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Reconciler:Interval"] = "1.00:00:00",
        ["Troubles:LookEvery"] = "00:00:00",
    };

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await PlantHealthyAsync();
        await PlantTroublesAsync();
        await Database.ExecuteAsync("analyze");
    }

    async Task PlantHealthyAsync()
    {
        // In every state that waits, with hours left.
        await PlaceAsync("generate_series(1, 4200) n", "(array['ReservingStock','CapturingPayment','CreatingShipment','CancellingShipment','RefundingPayment','UnreservingStock'])[1 + n % 6]");
        await ReturnAsync("generate_series(1, 2400) n", "(array['ReceivingReturn','CancellingReturn','InspectingReturn','RestockingGoods','WritingOffGoods','RefundingReturn'])[1 + n % 6]");
        // Their deadline has just passed, and its timer is on its way.
        await PlaceAsync("generate_series(1, 200) n", "'CapturingPayment'", deadline: "now() - interval '5 s'");
        // A participant failed or said that it takes longer, and was asked again after its pause or at the deadline.
        await PlaceAsync("generate_series(1, 200) n", "'CreatingShipment'", attempt: 2, customer: "faulted");
        await ReturnAsync("generate_series(1, 200) n", "'ReceivingReturn'", attempt: 3, customer: "expected");
        await HearAsync("place_order_sagas", "PlaceOrderState", "faulted", "shipping", "Fault<CreateShipment>", "ActedOn", [1, 2]);
        await HearAsync("return_order_sagas", "ReturnOrderState", "expected", "inventory", "ReturnExpected", "Ignored", [1, 2, 3, 4]);
        // Ended, long ago and lately.
        await Database.ExecuteAsync("""
            insert into place_order_sagas (
              correlation_id, current_state, version, customer_id, lines, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round, attempt, started_at, updated_at, ended_at)
            select gen_random_uuid(), (array['Confirmed', 'Cancelled'])[1 + n % 2], 4, 'ended', '[]', 1, 1, 1, 0, 1, now() - interval '1 day', now(), now() - n * interval '1 s' from generate_series(1, 30000) n
            """);
        await Database.ExecuteAsync("""
            insert into return_order_sagas (
              correlation_id, order_id, current_state, version, customer_id, lines, receive_return_round, inspect_return_round, restock_goods_round, write_off_goods_round, refund_return_round,
              undo_round, attempt, started_at, updated_at, ended_at)
            select gen_random_uuid(), gen_random_uuid(), 'Completed', 7, 'ended', '[]', 1, 1, 1, 0, 1, 0, 1, now() - interval '9 days', now(), now() - n * interval '1 s' from generate_series(1, 15000) n
            """);
        await ArmAsync();
        // What they send is on its way; redeliveries wait for their time.
        await Database.ExecuteAsync("""
            insert into outbox (message_id, subject_id, destination, message_type, content_type, headers, body, due_at, owner, leased_until)
            select gen_random_uuid(), correlation_id, 'exchange:inventory', 'urn:message:Sagas.Contracts.Inventory:ReserveStock', 'application/json', '{}'::jsonb, ''::bytea, null::timestamptz, gen_random_uuid(), now() + interval '1 day'
            from place_order_sagas where current_state = 'ReservingStock'
            union all
            select gen_random_uuid(), null, 'exchange:place-order', 'urn:message:Sagas.Contracts.Inventory:StockReserved', 'application/json', '{}', '', now() + interval '1 day', gen_random_uuid(), now() + interval '1 day'
            from generate_series(1, 50)
            """);
        // Something was asked of them a moment ago, and of some that have not begun yet.
        await Database.ExecuteAsync("""
            insert into saga_requests (message_id, saga_id, message_type, message, requested_at)
            select gen_random_uuid(), case when n % 2 = 0 then gen_random_uuid() else (select correlation_id from place_order_sagas where ended_at is null offset n limit 1) end, 'CancelOrder', '{}', now()
            from generate_series(1, 50) n
            """);
        // Messages to them were given up and decided on; open ones are about sagas that have ended, about none, or at another endpoint.
        await Database.ExecuteAsync("""
            insert into dead_letters (
              dead_letter_id, endpoint, message_id, message_type, headers, body, reason, fingerprint, attempts, first_failed_at, last_failed_at, status, decided_by, decided_because, decided_at)
            select gen_random_uuid(), 'place-order', gen_random_uuid(), 'urn:message:Sagas.Contracts.Inventory:StockReserved', '{}'::jsonb,
              convert_to(format('{"message":{"effectKey":"%s/reserve-stock/do/1"}}', correlation_id), 'UTF8'), 'Failed', 'f', 7, now(), now(), decided, 'dana', 'seen to', now()
            from (select correlation_id, (array['Dismissed', 'Redriven'])[1 + (row_number() over ())::int % 2] as decided from place_order_sagas where ended_at is null limit 200) decided
            union all
            select gen_random_uuid(), 'place-order', gen_random_uuid(), 'urn:message:Sagas.Contracts.Inventory:StockReserved', '{}',
              convert_to(format('{"message":{"effectKey":"%s/reserve-stock/do/1"}}', correlation_id), 'UTF8'), 'Failed', 'f', 7, now(), now(), 'Open', null, null, null
            from (select correlation_id from place_order_sagas where ended_at is not null limit 50) ended
            union all
            select gen_random_uuid(), 'place-order', gen_random_uuid(), 'urn:message:Sagas.Contracts.Inventory:GoodsReceived', '{}',
              convert_to(format('{"message":{"effectKey":"%s/receive-return/do/1"}}', correlation_id), 'UTF8'), 'Skipped', 'g', 1, now(), now(), 'Open', null, null, null
            from (select correlation_id from return_order_sagas where ended_at is null limit 20) elsewhere
            union all
            select gen_random_uuid(), 'return-order', null, '', '{}', '\xff00ff', 'Unreadable', 'h', 1, now(), now(), 'Open', null, null, null from generate_series(1, 10)
            """);
    }

    async Task PlantTroublesAsync()
    {
        await ArmAsync(await PlaceAsync("overdue order", TroubleKind.Overdue, "RefundingPayment", deadline: "now() - interval '10 minutes'"));
        await ArmAsync(await ReturnAsync("overdue return", TroubleKind.Overdue, "RestockingGoods", deadline: "now() - interval '10 minutes'"));
        await AskAsync(await ArmAsync(await PlaceAsync("unanswered request", TroubleKind.Overdue, "ReservingStock")), "CancelOrder", "10 minutes");
        await AskAsync(Plant("not begun", TroubleKind.Overdue), "PlaceOrder", "10 minutes");

        await ArmAsync(await PlaceAsync("silent payment", TroubleKind.ReplyLost, "CapturingPayment", attempt: 2, customer: "silent payment"));
        await FireAsync("PlaceOrderState", this["silent payment"], "CapturingPayment", [2]);
        await ArmAsync(await ReturnAsync("silent warehouse", TroubleKind.ReplyLost, "InspectingReturn", attempt: 4, customer: "silent warehouse"));
        await HearAsync("return_order_sagas", "ReturnOrderState", "silent warehouse", "inventory", "InspectionPending", "Ignored", [3]);
        await FireAsync("ReturnOrderState", this["silent warehouse"], "InspectingReturn", [4, 5]);

        await FailAsync(await ArmAsync(await PlaceAsync("unroutable command", TroubleKind.Undeliverable, "ReservingStock")), "The broker returned the message: no queue is bound to exchange:inventory.");
        await FailAsync(await ArmAsync(await ReturnAsync("broker away", TroubleKind.Undeliverable, "RefundingReturn")), "The bus is not connected: Connection refused");

        await LetterAsync(await ArmAsync(await PlaceAsync("poisoned answer", TroubleKind.Poisoned, "CreatingShipment")), "place-order", "Failed", """{"message":{"effectKey":"{0}/create-shipment/do/1"}}""");
        await LetterAsync(await ArmAsync(await ReturnAsync("poisoned timer", TroubleKind.Poisoned, "WritingOffGoods", deadline: "now() - interval '10 minutes'")), "return-order", "Failed", """{"message":{"sagaId":"{0}"}}""");
        await LetterAsync(await ArmAsync(await ReturnAsync("unreadable answer", TroubleKind.Poisoned, "ReceivingReturn")), "return-order", "Unreadable", """{"message":{"effectKey":"{0}/receive-ret""");
        var poisoned = Plant("poisoned order", TroubleKind.Poisoned);
        await AskAsync(poisoned, "PlaceOrder", "1 minute");
        await LetterAsync(poisoned, "place-order", "Failed", """{"message":{"orderId":"{0}"}}""");

        await PlaceAsync("no timer", TroubleKind.OrphanedTimer, "CancellingShipment");
        await ReturnAsync("no timer of a return", TroubleKind.OrphanedTimer, "CancellingReturn");
        await TimerAsync(await EndedAsync("timer of an ended one"), "place-order", named: true);
        await TimerAsync(await EndedAsync("timer named in its body"), "place-order", named: false);

        await PlaceAsync("failed undo", TroubleKind.CompensationFailed, "Parked", deadline: "null", parkedBecause: "The undo of CapturePayment was not answered in 30 attempts.");
        await ReturnAsync("failed undo of a return", TroubleKind.CompensationFailed, "Parked", deadline: "null", parkedBecause: "The undo of ReceiveReturn failed in 30 attempts.");
        await ReturnAsync("failed step", TroubleKind.StepFailed, "Parked", deadline: "null", parkedBecause: "RefundReturn was refused: NotCharged.", parkedStep: "RefundReturn");
    }

    Guid Plant(string name, TroubleKind kind)
    {
        var id = Guid.CreateVersion7();
        _planted.Add(id, (name, kind));
        return id;
    }

    async Task<Guid> PlaceAsync(string name, TroubleKind kind, string state, string deadline = "now() + interval '1 hour'", int attempt = 1, string customer = "VINET", string? parkedBecause = null)
    {
        var id = Plant(name, kind);
        await PlaceAsync($"(select '{id}'::uuid as id) planted", $"'{state}'", deadline, attempt, customer, "id", parkedBecause);
        return id;
    }

    async Task<Guid> ReturnAsync(
        string name, TroubleKind kind, string state, string deadline = "now() + interval '1 hour'", int attempt = 1, string customer = "VINET", string? parkedBecause = null, string? parkedStep = null)
    {
        var id = Plant(name, kind);
        await ReturnAsync($"(select '{id}'::uuid as id) planted", $"'{state}'", deadline, attempt, customer, "id", parkedBecause, parkedStep);
        return id;
    }

    Task<int> PlaceAsync(
        string from, string state, string deadline = "now() + interval '1 hour'", int attempt = 1, string customer = "VINET", string id = "gen_random_uuid()", string? parkedBecause = null) =>
        Database.ExecuteAsync($"""
            insert into place_order_sagas (
              correlation_id, current_state, version, customer_id, lines, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round, attempt,
              reserve_stock_undo, capture_payment_undo, create_shipment_undo, deadline_token, deadline_at, waiting_since, parked_because, started_at, updated_at)
            select {id}, {state}, 2, '{customer}', '[]', 1, 1, 1, 1, {attempt}, 'Required', {(parkedBecause is null ? "'Required'" : "'Failed'")}, 'Confirmed',
              {(parkedBecause is null ? "gen_random_uuid()" : "null")}, {deadline}, now() - interval '1 hour', {Literal(parkedBecause)}, now() - interval '1 hour', now() - interval '1 hour'
            from {from}
            """);

    Task<int> ReturnAsync(
        string from, string state, string deadline = "now() + interval '1 hour'", int attempt = 1, string customer = "VINET", string id = "gen_random_uuid()", string? parkedBecause = null,
        string? parkedStep = null) =>
        Database.ExecuteAsync($"""
            insert into return_order_sagas (
              correlation_id, order_id, current_state, version, customer_id, lines, receive_return_round, inspect_return_round, restock_goods_round, write_off_goods_round, refund_return_round,
              receive_return_undo, undo_round, attempt, deadline_token, deadline_at, waiting_since, parked_because, parked_step, started_at, updated_at)
            select {id}, gen_random_uuid(), {state}, 2, '{customer}', '[]', 1, 0, 0, 0, 0, {(parkedStep is null ? parkedBecause is null ? "'Required'" : "'Failed'" : "'NotNeeded'")}, 1, {attempt},
              {(parkedBecause is null ? "gen_random_uuid()" : "null")}, {deadline}, now() - interval '1 hour', {Literal(parkedBecause)}, {Literal(parkedStep)}, now() - interval '1 hour', now() - interval '1 hour'
            from {from}
            """);

    async Task<Guid> EndedAsync(string name)
    {
        var id = Plant(name, TroubleKind.OrphanedTimer);
        await Database.ExecuteAsync("""
            insert into place_order_sagas (
              correlation_id, current_state, version, customer_id, lines, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round, attempt, started_at, updated_at, ended_at)
            values ($1, 'Confirmed', 4, 'ended', '[]', 1, 1, 1, 0, 1, now(), now(), now())
            """, id);
        return id;
    }

    /// <summary>Arms the timers of those that have a deadline: of all, or of one.</summary>
    async Task<Guid> ArmAsync(Guid? one = null)
    {
        await Database.ExecuteAsync("""
            insert into outbox (message_id, subject_id, destination, message_type, content_type, headers, body, due_at, token, owner, leased_until, attempts)
            select gen_random_uuid(), correlation_id, 'exchange:' || endpoint, 'urn:message:Sagas.OrderSaga.PlaceOrder:StepDeadlinePassed', 'application/json', '{}', '', deadline_at, deadline_token,
              gen_random_uuid(), now() + interval '1 day', (deadline_at < now())::int
            from sagas_under_way where $1 in (correlation_id, '00000000-0000-0000-0000-000000000000')
            """, one ?? Guid.Empty);
        return one ?? Guid.Empty;
    }

    Task<int> TimerAsync(Guid saga, string endpoint, bool named) => Database.ExecuteAsync("""
        insert into outbox (message_id, subject_id, destination, message_type, content_type, headers, body, due_at, token, owner, leased_until)
        values (gen_random_uuid(), case when $3 then $1 end, 'exchange:' || $2, 'urn:message:Sagas.OrderSaga.PlaceOrder:StepDeadlinePassed', 'application/json', '{}',
          convert_to(format('{"message":{"sagaId": "%s"}}', $1), 'UTF8'), now() + interval '1 hour', gen_random_uuid(), gen_random_uuid(), now() + interval '1 day')
        """, saga, endpoint, named);

    Task<int> FailAsync(Guid saga, string error) => Database.ExecuteAsync("""
        insert into outbox (message_id, subject_id, destination, message_type, content_type, headers, body, owner, leased_until, attempts, last_error, created_at)
        values (gen_random_uuid(), $1, 'exchange:inventory', 'urn:message:Sagas.Contracts.Inventory:ReserveStock', 'application/json', '{}', '', gen_random_uuid(), now() + interval '1 day', 3, $2, now() - interval '1 minute')
        """, saga, error);

    Task<int> LetterAsync(Guid saga, string endpoint, string reason, string body) => Database.ExecuteAsync("""
        insert into dead_letters (dead_letter_id, endpoint, message_id, message_type, headers, body, reason, fault_type, fingerprint, attempts, first_failed_at, last_failed_at)
        values (gen_random_uuid(), $1, gen_random_uuid(), 'urn:message:Sagas.Contracts.Shipping:ShipmentCreated', '{}', convert_to($2, 'UTF8'), $3, 'System.InvalidOperationException', 'p', 7, now(), now())
        """, endpoint, body.Replace("{0}", saga.ToString(), StringComparison.Ordinal), reason);

    Task<int> AskAsync(Guid saga, string request, string ago) => Database.ExecuteAsync(
        $"insert into saga_requests (message_id, saga_id, message_type, message, requested_at) values (gen_random_uuid(), $1, $2, '{{}}', now() - interval '{ago}')", saga, request);

    /// <summary>Words from a participant at some steps of the present wait, and the wait's timer at those between.</summary>
    async Task HearAsync(string table, string timeline, string customer, string source, string message, string kind, int[] numbers)
    {
        foreach (var number in numbers)
        {
            await Database.ExecuteAsync($"""
                insert into saga_timeline ({Columns})
                select '{timeline}', correlation_id, {number} + 1, now(), case when {number} % 2 = 1 then '{kind}' else 'TimerFired' end, current_state, current_state,
                  case when {number} % 2 = 1 then '{message}' else 'StepDeadlinePassed' end, case when {number} % 2 = 1 then '{source}' else '{timeline}' end, 1, 0, false, now(), now(), {Rest}
                from {table} where customer_id = '{customer}'
                """);
        }
    }

    async Task FireAsync(string timeline, Guid saga, string state, int[] numbers)
    {
        foreach (var number in numbers)
        {
            await Database.ExecuteAsync(
                $"insert into saga_timeline ({Columns}) values ('{timeline}', $1, {number} + 1, now(), 'TimerFired', '{state}', '{state}', 'StepDeadlinePassed', 'self', 1, 0, false, now(), now(), {Rest})", saga);
        }
    }

    const string Columns =
        "saga_type, correlation_id, number, recorded_at, kind, state_before, state_after, message_type, source, attempt, redelivery, redelivered, received_at, handled_at, details, previous_hash, hash";

    const string Rest = "'{}', sha256('before'), sha256('this')";

    static string Literal(string? text) => text is null ? "null" : $"'{text}'";
}
