using System.Globalization;
using System.Text.Json;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Hops;

/// <summary>What each message is answered with. Nothing is read for it: the order comes along, and prices are known.</summary>
sealed class Itinerary(Catalogue catalogue)
{
    static readonly string[] Carriers = ["Speedy Express", "United Package", "Federal Shipping"];

    /// <summary>Takes a request.</summary>
    public static Hop Begin(Place place, string? key)
    {
        var orderId = Guid.CreateVersion7();
        var order = new Order
        {
            OrderId = orderId, CustomerId = place.CustomerId, Lines = place.Lines, ShipTo = place.ShipTo, PaymentToken = place.PaymentToken,
        };
        return Send(arrived: null, MessageKind.PlaceOrder, order, messageId: orderId) with { Key = key };
    }

    /// <summary>Handles a message.</summary>
    public Hop Answer(MessageKind kind, Envelope arrived) => Send(arrived, kind + 1, Change(kind, arrived.Message), Guid.CreateVersion7());

    Order Change(MessageKind kind, Order order) => kind switch
    {
        MessageKind.ReserveStock => catalogue.Price(order),
        // The same however often it is asked for, so that a charge whose message comes again is the one that was made.
        MessageKind.CapturePayment => order with { GatewayReference = $"ch_{order.OrderId:N}" },
        MessageKind.CreateShipment => Ship(order),
        _ => order,
    };

    static Order Ship(Order order)
    {
        var shipmentId = Guid.CreateVersion7();
        return order with
        {
            ShipmentId = shipmentId,
            Carrier = Carriers[order.OrderId.ToByteArray()[^1] % Carriers.Length],
            TrackingNumber = string.Create(CultureInfo.InvariantCulture, $"FS-{shipmentId:N}"),
        };
    }

    static Hop Send(Envelope? arrived, MessageKind kind, Order order, Guid messageId)
    {
        var route = MessageRoute.Of(kind);
        var next = new Envelope
        {
            MessageId = messageId,
            ConversationId = arrived?.ConversationId ?? messageId,
            InitiatorId = arrived?.MessageId,
            SourceAddress = route.Source,
            DestinationAddress = route.Destination,
            MessageType = route.MessageType,
            Message = order,
            SentTime = TimeProvider.System.GetUtcNow(),
        };
        return new Hop(arrived, kind, next, JsonSerializer.SerializeToUtf8Bytes(next, FloorJson.Default.Envelope));
    }
}
