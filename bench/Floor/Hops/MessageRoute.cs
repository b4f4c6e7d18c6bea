using Sagas.Floor.Orders;

namespace Sagas.Floor.Hops;

/// <summary>Where a message comes from and goes to. Messages go to their queue by the default exchange; the end of an order is told to whoever listens.</summary>
sealed record MessageRoute(string Source, string Exchange, string RoutingKey, string Type)
{
    /// <summary>Whom the end of an order is told.</summary>
    public const string Confirmed = "Sagas.Contracts.Orders:OrderConfirmed";

    static readonly MessageRoute[] All =
    [
        new("api", "", ServiceNames.Order, "Orders:PlaceOrder"),
        new(ServiceNames.Order, "", ServiceNames.Inventory, "Inventory:ReserveStock"),
        new(ServiceNames.Inventory, "", ServiceNames.Order, "Inventory:StockReserved"),
        new(ServiceNames.Order, "", ServiceNames.Payment, "Payment:CapturePayment"),
        new(ServiceNames.Payment, "", ServiceNames.Order, "Payment:PaymentCaptured"),
        new(ServiceNames.Order, "", ServiceNames.Shipping, "Shipping:CreateShipment"),
        new(ServiceNames.Shipping, "", ServiceNames.Order, "Shipping:ShipmentCreated"),
        new(ServiceNames.Order, Confirmed, "", "Orders:OrderConfirmed"),
    ];

    /// <summary>The message's name on the wire, as the envelope has it.</summary>
    public string[] MessageType { get; } = [$"urn:message:Sagas.Contracts.{Type}"];

    public string Destination { get; } = $"exchange:{(Exchange.Length > 0 ? Exchange : RoutingKey)}";

    public static MessageRoute Of(MessageKind kind) => All[(int)kind];
}
