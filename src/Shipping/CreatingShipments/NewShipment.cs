using Sagas.Contracts.Shipping;

namespace Sagas.Shipping.CreatingShipments;

/// <summary>A shipment that is created.</summary>
/// <param name="Shipment">The shipment.</param>
/// <param name="Tenant">Whose it is.</param>
sealed record NewShipment(Shipment Shipment, string Tenant)
{
    /// <summary>The tracking number is made of the shipment's id, so that it is unique without asking anybody.</summary>
    public static NewShipment For(CreateShipment command, string carrier, string tenant)
    {
        var shipmentId = Guid.CreateVersion7();
        var shipment = new Shipment
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
        return new NewShipment(shipment, tenant);
    }

    static string Initials(string carrier) => string.Concat(carrier.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word[0]));
}
