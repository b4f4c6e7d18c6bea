using Sagas.Contracts.Shipping;

namespace Sagas.Shipping.CreatingShipments;

static class NewShipment
{
    /// <summary>The tracking number is made of the shipment's id, so that it is unique without asking anybody.</summary>
    public static Shipment For(CreateShipment command, string carrier)
    {
        var shipmentId = Guid.CreateVersion7();
        return new Shipment
        {
            ShipmentId = shipmentId,
            OrderId = command.OrderId,
            SagaId = command.SagaId,
            Lines = command.Lines,
            ShipTo = command.ShipTo,
            Country = command.ShipTo.Country,
            Carrier = carrier,
            TrackingNumber = $"{Initials(carrier)}-{shipmentId:N}".ToUpperInvariant(),
            Status = ShipmentStatus.Created,
        };
    }

    static string Initials(string carrier) => string.Concat(carrier.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word[0]));
}
