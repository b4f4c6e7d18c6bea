using Sagas.Contracts.Shipping;

namespace Sagas.Shipping.CancellingShipments;

/// <summary>The replies to CancelShipment.</summary>
static class CancellationReplies
{
    const string AlreadyDispatched = "AlreadyDispatched";

    public static ShipmentCancelled Cancelled(this CancelShipment command, bool existed) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Existed = existed,
    };

    public static ShipmentCancellationRefused Refused(this CancelShipment command, StandingShipment shipment) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        Reason = AlreadyDispatched,
        ShipmentId = shipment.ShipmentId,
        Carrier = shipment.Carrier,
        TrackingNumber = shipment.TrackingNumber,
    };
}
