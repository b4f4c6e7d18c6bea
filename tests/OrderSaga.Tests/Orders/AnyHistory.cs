using FsCheck;
using FsCheck.Fluent;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Orders.OrderCommand;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>
/// Commands in any order, and what an order made of them. Values come from small sets, so that repeats, late comers and contradictions
/// are frequent; a command that breaks an invariant leaves no trace, as a rolled back transaction would.
/// </summary>
sealed record AnyHistory(IReadOnlyList<OrderCommand> Commands)
{
    public static Gen<OrderCommand> AnyCommand { get; } = Gen.Frequency(
        (3, Gen.Elements(null, AnOrder.Total, AnOrder.Total with { Amount = 35m }, AnOrder.Total with { Currency = "USD" })
            .Select(OrderCommand (expected) => AnOrder.Place with { ExpectedTotal = expected })),
        (4, Gen.Frequency(
                (6, Gen.Constant(AnOrder.RecordReserved)),
                (1, Gen.Constant(AnOrder.RecordReserved with { Lines = [AnOrder.ReservedLines[0]] })))
            .Select(OrderCommand (it) => it)),
        (1, Gen.Elements("OutOfStock", "CurrencyMismatch", "AlreadyUndone")
            .Select(OrderCommand (reason) => new RecordStockUnavailable(reason, reason == "OutOfStock" ? AnOrder.Shortages : []))),
        (4, Gen.Zip(Often(AnOrder.Total, AnOrder.Total with { Amount = 1m }), Often("ch_1", "ch_2"))
            .Select(OrderCommand (it) => new RecordPaymentCaptured(it.Item1, it.Item2))),
        (1, Gen.Elements("InsufficientFunds", "AlreadyUndone").Select(OrderCommand (reason) => new RecordPaymentDeclined(reason))),
        (4, Often(AnOrder.ShipmentId, AnOrder.AnotherShipmentId)
            .Select(OrderCommand (id) => AnOrder.RecordShipmentCreated with { ShipmentId = id })),
        (1, Gen.Elements("CountryNotServed", "AlreadyUndone").Select(OrderCommand (reason) => new RecordShipmentRefused(reason))),
        (1, Gen.Zip(AnyStep, Gen.Elements(Enum.GetValues<StepFailure>()))
            .Select(OrderCommand (it) => new RecordStepGaveUp(it.Item1, it.Item2))),
        (1, Gen.Elements(true, false).Select(OrderCommand (byOperator) => new RequestCancellation("changed my mind", "BLAUS", byOperator))),
        (1, Often(AnOrder.ShipmentId, AnOrder.AnotherShipmentId)
            .Select(OrderCommand (id) => AnOrder.RejectCancellation with { ShipmentId = id })),
        (2, Gen.Elements(true, false).Select(OrderCommand (existed) => new RecordShipmentCancelled(existed))),
        (2, Gen.Zip(Often(AnOrder.Total, AnOrder.Total with { Amount = 1m }), Often("re_1", "re_2"))
            .Select(OrderCommand (it) => new RecordPaymentRefunded(it.Item1, it.Item2))),
        (2, Gen.Constant<OrderCommand>(new RecordPaymentVoided())),
        (3, Gen.Elements(0, 3).Select(OrderCommand (units) => new RecordStockUnreserved(units))),
        (1, Gen.Constant<OrderCommand>(new Confirm())),
        (3, Gen.Elements(Enum.GetValues<CancelReason>()).Select(OrderCommand (reason) => new Cancel(reason))),
        (2, Gen.Zip(Gen.Elements("no answer", "faults"), Gen.SubListOf(Enum.GetValues<OrderStep>()))
            .Select(OrderCommand (it) => new Park(it.Item1, [.. it.Item2]))),
        (1, Gen.Constant<OrderCommand>(new Resume("try again"))),
        (1, Gen.Elements(AnOrder.ShipmentId, AnOrder.AnotherShipmentId)
            .Select(OrderCommand (id) => new RequestByOperator(id, OperatorRequest.Retry, "Payment is back", "dana"))),
        (1, AnyStep.Select(OrderCommand (step) => new WaiveUndo(step, "transfer 4711", "dana"))),
        (2, Gen.Zip(Often(AnOrder.ShipmentId, AnOrder.AnotherShipmentId), Gen.Elements(AnOrder.Monday, AnOrder.Tuesday))
            .Select(OrderCommand (it) => new RecordShipmentDispatched(it.Item1, it.Item2))),
        (2, Gen.Zip(Often(AnOrder.ShipmentId, AnOrder.AnotherShipmentId), Gen.Elements(AnOrder.Monday, AnOrder.Tuesday))
            .Select(OrderCommand (it) => new RecordShipmentDelivered(it.Item1, it.Item2))));

    /// <summary>Nearly every history begins with a placement; the others show that nothing else can begin one.</summary>
    public static Arbitrary<AnyHistory> Arbitrary { get; } = Arb.From(
        from placed in Gen.Frequency((9, Gen.Constant<OrderCommand[]>([AnOrder.Place])), (1, Gen.Constant<OrderCommand[]>([])))
        from rest in AnyCommand.ListOf()
        select new AnyHistory([.. placed, .. rest]),
        WithOneLess);

    /// <summary>What the order decided on each command, with the state before it.</summary>
    public IEnumerable<(OrderState Before, OrderCommand Command, IReadOnlyList<OrderEvent> Decided)> Turns()
    {
        var order = OrderState.Initial;
        foreach (var command in Commands)
        {
            if (!TryDecide(order, command, out var decided))
                continue;
            yield return (order, command, decided);
            order = order.Fold(decided);
        }
    }

    public IReadOnlyList<OrderEvent> Events => [.. Turns().SelectMany(turn => turn.Decided)];

    public static bool TryDecide(OrderState order, OrderCommand command, out IReadOnlyList<OrderEvent> decided)
    {
        try
        {
            decided = Order.Decide(order, command);
            return true;
        }
        catch (OrderInvariantException)
        {
            decided = [];
            return false;
        }
    }

    /// <summary>For the counterexample that a failing property prints.</summary>
    public override string ToString() => string.Join('\n', Commands);

    static Gen<OrderStep> AnyStep => Gen.Elements(Enum.GetValues<OrderStep>());

    static Gen<T> Often<T>(T usual, T rare) => Gen.Frequency((9, Gen.Constant(usual)), (1, Gen.Constant(rare)));

    static IEnumerable<AnyHistory> WithOneLess(AnyHistory history) =>
        history.Commands.Select((_, without) => new AnyHistory([.. history.Commands.Where((_, at) => at != without)]));
}
