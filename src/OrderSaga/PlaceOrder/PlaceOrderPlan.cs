using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>The steps of placing an order. How much patience there is with each comes from the configuration.</summary>
public sealed class PlaceOrderPlan(PlaceOrderOptions options) : SagaPlan<OrderStep>
{
    public override string Name => "PlaceOrder";

    public override string Endpoint => Endpoints.PlaceOrder;

    public override string Table => "place_order_sagas";

    public override int DefinitionVersion => 1;

    public override IReadOnlyList<StepPlan<OrderStep>> Steps { get; } =
    [
        new(OrderStep.ReserveStock,
            Do: new("ReservingStock", Endpoints.Inventory, nameof(ReserveStock),
                [nameof(StockReserved), nameof(StockUnavailable)], options.ReserveStock, AtLast.Compensate),
            Undo: new("UnreservingStock", Endpoints.Inventory, nameof(UnreserveStock),
                [nameof(StockUnreserved)], options.Undo, AtLast.Park)),

        new(OrderStep.CapturePayment,
            Do: new("CapturingPayment", Endpoints.Payment, nameof(CapturePayment),
                [nameof(PaymentCaptured), nameof(PaymentDeclined)], options.CapturePayment, AtLast.Compensate),
            Undo: new("RefundingPayment", Endpoints.Payment, nameof(RefundPayment),
                [nameof(PaymentRefunded), nameof(PaymentVoided)], options.Undo, AtLast.Park)),

        new(OrderStep.CreateShipment,
            Do: new("CreatingShipment", Endpoints.Shipping, nameof(CreateShipment),
                [nameof(ShipmentCreated), nameof(ShipmentRefused)], options.CreateShipment, AtLast.Compensate),
            Undo: new("CancellingShipment", Endpoints.Shipping, nameof(CancelShipment),
                [nameof(ShipmentCancelled), nameof(ShipmentCancellationRefused)], options.Undo, AtLast.Park, Refusal: nameof(ShipmentCancellationRefused)),
            IsPivot: true,
            UndoMayFail: "Unless the parcel has left: then the order is confirmed."),
    ];

    public override IReadOnlyList<string> Resting { get; } = ["Confirmed", "Cancelled", "Parked"];

    public override string EndOfTheWayBack => "the order is cancelled";
}
