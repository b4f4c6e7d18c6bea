using System.Diagnostics;
using static Sagas.OrderSaga.Orders.OrderCommand;

namespace Sagas.OrderSaga.Orders;

/// <summary>
/// The business truth about one order. Pure: neither clock nor ids nor IO. Deciding the same thing twice yields nothing the second time.
/// </summary>
public static class Order
{
    /// <returns>What is to be appended to the order's stream; nothing when the command brings no news.</returns>
    /// <exception cref="OrderInvariantException">The command contradicts what the stream says. Nothing may be appended.</exception>
    public static IReadOnlyList<OrderEvent> Decide(OrderState order, OrderCommand command) => command switch
    {
        Place it => Placing.Place(order, it),
        _ when !order.IsPlaced => throw new OrderInvariantException(
            $"{command.GetType().Name} was decided for an order that was never placed.",
            "Check that the stream is the one of this order; its first event is its placement."),

        RecordStockReserved it => ReservingStock.Reserved(order, it),
        RecordStockUnavailable it => ReservingStock.Unavailable(order, it),
        RecordStockUnreserved it => ReservingStock.Unreserved(order, it),

        RecordPaymentCaptured it => CapturingPayment.Captured(order, it),
        RecordPaymentDeclined it => CapturingPayment.Declined(order, it),
        RecordPaymentRefunded it => CapturingPayment.Refunded(order, it),
        RecordPaymentVoided => CapturingPayment.Voided(order),

        RecordShipmentCreated it => CreatingShipment.Created(order, it),
        RecordShipmentRefused it => CreatingShipment.Refused(order, it),
        RecordShipmentCancelled it => CreatingShipment.Cancelled(order, it),
        RecordShipmentDispatched it => CreatingShipment.Dispatched(order, it),
        RecordShipmentDelivered it => CreatingShipment.Delivered(order, it),

        RecordStepGaveUp it => TurningRound.GaveUp(order, it),
        RequestCancellation it => TurningRound.Requested(order, it),
        RejectCancellation it => TurningRound.Rejected(order, it),
        Park it => TurningRound.Park(order, it),
        Resume it => TurningRound.Resume(order, it),
        RequestByOperator it => TurningRound.Requested(order, it),
        WaiveUndo it => TurningRound.Waive(order, it),

        Confirm => Ending.Confirm(order),
        Cancel it => Ending.Cancel(order, it),

        OfReturn it => Returning.Decide(order, it),

        _ => throw new UnreachableException($"{command.GetType().Name} is not decided. Add it to {nameof(Order)}."),
    };

    /// <summary>Whether an undo is past anybody's word: a parcel that has left can't be taken for cancelled.</summary>
    public static bool IsBeyondWaiving(OrderState order, OrderStep step) =>
        step == OrderStep.CreateShipment && (order.Shipment.DispatchedAt ?? order.Shipment.DeliveredAt) is not null;

    /// <summary>Why a request to cancel the order is refused at once; null when it is recorded, or was before.</summary>
    public static CancellationRefusal? WhyNotCancel(OrderState order) => order.Outcome switch
    {
        OrderOutcome.Confirmed => CancellationRefusal.AlreadyConfirmed,
        OrderOutcome.Cancelled => CancellationRefusal.AlreadyCancelled,
        _ => null,
    };
}
