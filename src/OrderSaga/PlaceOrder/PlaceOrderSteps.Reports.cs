using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.Orders.OrderCommand;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>What the saga was told: it goes to the order, and to the compensation ledger.</summary>
public sealed partial class PlaceOrderSteps
{
    public void Record(BehaviorContext<PlaceOrderState, StockReserved> context) =>
        Decide(context, new RecordStockReserved(context.Message.Lines, context.Message.Total));

    public void Record(BehaviorContext<PlaceOrderState, StockUnavailable> context) =>
        Refused(context, OrderStep.ReserveStock, new RecordStockUnavailable(context.Message.Reason, context.Message.Shortages));

    public void Record(BehaviorContext<PlaceOrderState, StockUnreserved> context) =>
        Undone(context, OrderStep.ReserveStock, new RecordStockUnreserved(context.Message.Units));

    public void Record(BehaviorContext<PlaceOrderState, PaymentCaptured> context)
    {
        Decide(context, new RecordPaymentCaptured(context.Message.Amount, context.Message.GatewayReference));
        context.Saga.PaymentToken = null;
    }

    public void Record(BehaviorContext<PlaceOrderState, PaymentDeclined> context) =>
        Refused(context, OrderStep.CapturePayment, new RecordPaymentDeclined(context.Message.Reason));

    public void Record(BehaviorContext<PlaceOrderState, PaymentRefunded> context) =>
        Undone(context, OrderStep.CapturePayment, new RecordPaymentRefunded(context.Message.Amount, context.Message.GatewayReference));

    public void Record(BehaviorContext<PlaceOrderState, PaymentVoided> context) => Undone(context, OrderStep.CapturePayment, new RecordPaymentVoided());

    public void Record(BehaviorContext<PlaceOrderState, ShipmentCreated> context) =>
        Decide(context, new RecordShipmentCreated(context.Message.ShipmentId, context.Message.Carrier, context.Message.TrackingNumber));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentRefused> context) =>
        Refused(context, OrderStep.CreateShipment, new RecordShipmentRefused(context.Message.Reason));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentCancelled> context) =>
        Undone(context, OrderStep.CreateShipment, new RecordShipmentCancelled(context.Message.Existed));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentCancellationRefused> context) => Decide(context, new RejectCancellation(
        context.Message.Reason, context.Message.ShipmentId, context.Message.Carrier, context.Message.TrackingNumber));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentDispatched> context) =>
        Decide(context, new RecordShipmentDispatched(context.Message.ShipmentId, context.Message.DispatchedAt));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentDelivered> context) =>
        Decide(context, new RecordShipmentDelivered(context.Message.ShipmentId, context.Message.DeliveredAt));

    /// <summary>Recorded by the API already, unless the message came from somewhere else.</summary>
    public void Record(BehaviorContext<PlaceOrderState, CancelOrder> context) =>
        Decide(context, new RequestCancellation(context.Message.Reason, context.Message.RequestedBy));

    // What operators asked for, in the words of whoever asked.

    public override void Record(BehaviorContext<PlaceOrderState, RetrySaga> context) =>
        Decide(context, new Resume(context.Message.Reason), by: context.Message);

    public override void Record(BehaviorContext<PlaceOrderState, ResolveSaga> context)
    {
        var request = context.Message;
        Decide(context, new Resume(request.Reason), by: request);
        var step = StepNames.Find<OrderStep>(request.Seen.Step)!.Value;
        Decide(context, new WaiveUndo(step, request.Evidence, request.Operator), by: request);
        context.Saga.SetUndo(step, Compensation.Waived);
    }

    public override void Record(BehaviorContext<PlaceOrderState, CompensateSaga> context) =>
        Decide(context, new RequestCancellation(context.Message.Reason, context.Message.Operator, ByOperator: true), by: context.Message);
}
