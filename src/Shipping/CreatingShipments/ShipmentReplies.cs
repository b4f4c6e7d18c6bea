using Sagas.Contracts.Shipping;

namespace Sagas.Shipping.CreatingShipments;

/// <summary>The replies to CreateShipment.</summary>
static class ShipmentReplies
{
    public static ShipmentCreated Created(this CreateShipment command, Shipment shipment) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        ShipmentId = shipment.ShipmentId,
        Carrier = shipment.Carrier,
        TrackingNumber = shipment.TrackingNumber,
    };

    public static ShipmentRefused Refused(this CreateShipment command, string reason) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason,
    };
}

/// <summary>Why there is no shipment, as replies say it.</summary>
static class ShipmentRefusal
{
    public const string CountryNotServed = "CountryNotServed";
}
