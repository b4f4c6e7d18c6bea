using static Sagas.OrderSaga.Orders.OrderCommand;
using static Sagas.OrderSaga.Orders.OrderStep;

namespace Sagas.OrderSaga.Orders;

static class CreatingShipment
{
    public static IReadOnlyList<OrderEvent> Created(OrderState order, RecordShipmentCreated report)
    {
        var created = LearnOf(order, report);
        return created is [] || order.HasTurnedRound ? created : [.. created, .. Ending.Confirm(order.Fold(created))];
    }

    /// <summary>The shipment alone, without what follows from it.</summary>
    public static IReadOnlyList<OrderEvent> LearnOf(OrderState order, RecordShipmentCreated report)
    {
        MustBeTheOnlyShipment(order, report.ShipmentId);
        return order.IsNewsThatDone(CreateShipment)
            ? [new OrderEvent.ShipmentCreated(report.ShipmentId, report.Carrier, report.TrackingNumber)]
            : [];
    }

    public static IReadOnlyList<OrderEvent> Refused(OrderState order, RecordShipmentRefused report)
    {
        if (!order.IsNewsThatRefused(CreateShipment))
            return [];
        MustNotHaveLeft(order, "refused");
        return [new OrderEvent.ShipmentRefused(report.Reason)];
    }

    public static IReadOnlyList<OrderEvent> Cancelled(OrderState order, RecordShipmentCancelled report)
    {
        if (!order.IsNewsThatUndone(CreateShipment))
            return [];
        MustNotHaveLeft(order, "cancelled");
        return [new OrderEvent.ShipmentCancelled(report.Existed)];
    }

    public static IReadOnlyList<OrderEvent> Dispatched(OrderState order, RecordShipmentDispatched report)
    {
        MustBeTheOnlyShipment(order, report.ShipmentId);
        if (order.Shipment.DispatchedAt is not null)
            return [];
        MustBeOnItsWay(order, report.ShipmentId);
        return [new OrderEvent.ShipmentDispatched(report.ShipmentId, report.At)];
    }

    public static IReadOnlyList<OrderEvent> Delivered(OrderState order, RecordShipmentDelivered report)
    {
        MustBeTheOnlyShipment(order, report.ShipmentId);
        if (order.Shipment.DeliveredAt is not null)
            return [];
        MustBeOnItsWay(order, report.ShipmentId);
        return [new OrderEvent.ShipmentDelivered(report.ShipmentId, report.At)];
    }

    static void MustNotHaveLeft(OrderState order, string reportedAs)
    {
        if (order.Shipment is { DispatchedAt: not null } or { DeliveredAt: not null })
            throw new OrderInvariantException(
                $"Shipment {order.Shipment.ShipmentId} is reported as {reportedAs}, but it has left.",
                "Ask Shipping which is true, and refund nothing before it is known.");
    }

    static void MustBeOnItsWay(OrderState order, Guid shipmentId)
    {
        if (order.Shipment.Standing is StepStanding.Refused or StepStanding.Undone || order.Outcome == OrderOutcome.Cancelled)
            throw new OrderInvariantException(
                $"Shipment {shipmentId} has left, though the order's shipment was cancelled or refused.",
                "Have the carrier bring it back, and compare Shipping's records with the order's stream.");
    }

    static void MustBeTheOnlyShipment(OrderState order, Guid shipmentId)
    {
        if (order.Shipment.ShipmentId is { } known && known != shipmentId)
            throw new OrderInvariantException(
                $"The order is shipped as {known}, and now shipment {shipmentId} is reported too.",
                $"Cancel {shipmentId} at Shipping before it leaves; an order is shipped once.");
    }
}
