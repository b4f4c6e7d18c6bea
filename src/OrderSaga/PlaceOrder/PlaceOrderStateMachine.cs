using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;
using static Sagas.Contracts.EffectIntent;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>
/// Places an order: reserve stock, capture payment, create the shipment. What was started is undone in reverse when a step fails. The created shipment is the
/// pivot: with it the order is confirmed.
/// </summary>
public sealed partial class PlaceOrderStateMachine : StepSagaMachine<PlaceOrderState, OrderStep>
{
    public PlaceOrderStateMachine(PlaceOrderSteps steps)
    {
        Steps = steps;
        Correlate();

        Initially(
            When(PlaceOrder).Then(steps.Begin).Start(OrderStep.ReserveStock, this));

        // Forward. A step that is refused had no effect: what was done before it is undone.
        During(ReservingStock,
            On(StockReserved, reply => reply.Then(steps.Record).IfElse(
                PlaceOrderSteps.HasTurnedRound, turn => turn.TurnRound(OrderStep.ReserveStock, this), go => go.Start(OrderStep.CapturePayment, this))),
            On(StockUnavailable, reply => reply.Then(steps.Record).CallOff(this)),
            When(CancelOrder).Then(steps.Record).TurnRound(OrderStep.ReserveStock, this));
        During(ReservingStock, WhenInTrouble(OrderStep.ReserveStock, Do, ReserveStockFaulted));

        During(CapturingPayment,
            On(PaymentCaptured, reply => reply.Then(steps.Record).IfElse(
                PlaceOrderSteps.HasTurnedRound, turn => turn.TurnRound(OrderStep.CapturePayment, this), go => go.Start(OrderStep.CreateShipment, this))),
            On(PaymentDeclined, reply => reply.Then(steps.Record).TurnRound(OrderStep.ReserveStock, this)),
            When(CancelOrder).Then(steps.Record).TurnRound(OrderStep.CapturePayment, this));
        During(CapturingPayment, WhenInTrouble(OrderStep.CapturePayment, Do, CapturePaymentFaulted));

        During(CreatingShipment,
            On(ShipmentCreated, reply => reply.Then(steps.Record).ThenAsync(steps.Confirm).End(Confirmed, this)),
            On(ShipmentRefused, reply => reply.Then(steps.Record).TurnRound(OrderStep.CapturePayment, this)),
            When(CancelOrder).Then(steps.Record).TurnRound(OrderStep.CreateShipment, this));
        During(CreatingShipment, WhenInTrouble(OrderStep.CreateShipment, Do, CreateShipmentFaulted));

        // Backward, the mirror image. A step that was started is undone whether or not its reply came.
        During(CancellingShipment,
            On(ShipmentCancelled, reply => reply.Then(steps.Record).Undo(OrderStep.CapturePayment, this)),
            On(ShipmentCancellationRefused, reply => reply.Then(steps.Record).ThenAsync(steps.Confirm).End(Confirmed, this)));
        During(CancellingShipment, WhenInTrouble(OrderStep.CreateShipment, Undo, CancelShipmentFaulted));

        During(RefundingPayment,
            On(PaymentRefunded, reply => reply.Then(steps.Record).Undo(OrderStep.ReserveStock, this)),
            On(PaymentVoided, reply => reply.Then(steps.Record).Undo(OrderStep.ReserveStock, this)));
        During(RefundingPayment, WhenInTrouble(OrderStep.CapturePayment, Undo, RefundPaymentFaulted));

        During(UnreservingStock,
            On(StockUnreserved, reply => reply.Then(steps.Record).CallOff(this)));
        During(UnreservingStock, WhenInTrouble(OrderStep.ReserveStock, Undo, UnreserveStockFaulted));

        // Parked is no end: operators lead out of it.
        ObeyOperators();

        // But a parcel that has left leaves operators nothing to decide, whichever round the answer is of.
        During(Parked, When(ShipmentCancellationRefused).IfElse(
            PlaceOrderSteps.OwesTheShipment,
            left => left.Then(steps.Record).ThenAsync(steps.Confirm).End(Confirmed, this),
            settled => settled.IgnoreBecause(KeptAsEvidence)));

        // The parcel travels on after the order is confirmed, and may be heard of before its creation is, or when the saga has stopped.
        foreach (var state in new[] { CreatingShipment, CancellingShipment, Parked, Confirmed })
            During(state, When(ShipmentDispatched).Then(steps.Record), When(ShipmentDelivered).Then(steps.Record));

        IgnoreTheRest();
    }

    internal override PlaceOrderSteps Steps { get; }

    internal override State CalledOff => Cancelled;

    // Stored by name and for ever.
    public State ReservingStock { get; } = null!;
    public State CapturingPayment { get; } = null!;
    public State CreatingShipment { get; } = null!;
    public State Confirmed { get; } = null!;
    public State CancellingShipment { get; } = null!;
    public State RefundingPayment { get; } = null!;
    public State UnreservingStock { get; } = null!;
    public State Cancelled { get; } = null!;

    public Event<Contracts.Orders.PlaceOrder> PlaceOrder { get; } = null!;
    public Event<CancelOrder> CancelOrder { get; } = null!;

    public Event<StockReserved> StockReserved { get; } = null!;
    public Event<StockUnavailable> StockUnavailable { get; } = null!;
    public Event<StockUnreserved> StockUnreserved { get; } = null!;

    public Event<PaymentCaptured> PaymentCaptured { get; } = null!;
    public Event<PaymentDeclined> PaymentDeclined { get; } = null!;
    public Event<PaymentRefunded> PaymentRefunded { get; } = null!;
    public Event<PaymentVoided> PaymentVoided { get; } = null!;

    public Event<ShipmentCreated> ShipmentCreated { get; } = null!;
    public Event<ShipmentRefused> ShipmentRefused { get; } = null!;
    public Event<ShipmentCancelled> ShipmentCancelled { get; } = null!;
    public Event<ShipmentCancellationRefused> ShipmentCancellationRefused { get; } = null!;
    public Event<ShipmentDispatched> ShipmentDispatched { get; } = null!;
    public Event<ShipmentDelivered> ShipmentDelivered { get; } = null!;

    public Event<Fault<ReserveStock>> ReserveStockFaulted { get; } = null!;
    public Event<Fault<CapturePayment>> CapturePaymentFaulted { get; } = null!;
    public Event<Fault<CreateShipment>> CreateShipmentFaulted { get; } = null!;
    public Event<Fault<CancelShipment>> CancelShipmentFaulted { get; } = null!;
    public Event<Fault<RefundPayment>> RefundPaymentFaulted { get; } = null!;
    public Event<Fault<UnreserveStock>> UnreserveStockFaulted { get; } = null!;
}
