using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Equal;

/// <summary>The JSON in the rows, of the shape and so the size that the real services give it.</summary>
static class Documents
{
    static readonly byte[][] PropertiesOf = [.. Enum.GetValues<MessageKind>().Select(kind => Encoding.UTF8.GetBytes(
        $$"""{"Mandatory":true,"RMQ-Exchange":"{{MessageRoute.Of(kind).Destination["exchange:".Length..]}}"}"""))];

    /// <summary>How a message is to be sent.</summary>
    public static byte[] Properties(MessageKind kind) => PropertiesOf[(int)kind];

    public static byte[] Headers(DateTimeOffset at) => Utf8($$"""{"Sagas-Timing":"{{Micros(at)}},,"}""");

    public static byte[] TimerHeaders(DateTimeOffset due, Guid? token) => Utf8($$"""{"Sagas-Timing":"{{Micros(due)}},,","MT-Scheduling-TokenId":"{{token}}"}""");

    public static byte[] Metadata(string actor, Hop hop) => Write(json =>
    {
        json.WriteString("actor", actor);
        json.WriteString("causationId", hop.Id);
        json.WriteString("correlationId", hop.Order.OrderId);
    });

    /// <summary>SKUs and quantities.</summary>
    public static byte[] Lines(Order order) =>
        JsonSerializer.SerializeToUtf8Bytes([.. order.Lines.Select(line => line with { UnitPrice = null })], FloorJson.Default.OrderLineArray);

    /// <summary>An order's first event.</summary>
    public static byte[] Placed(Order order) => Write(json =>
    {
        json.WriteString("customerId", order.CustomerId);
        json.WritePropertyName("lines");
        json.WriteRawValue(Lines(order), skipInputValidation: true);
        json.WriteNull("shipTo");
        json.WriteNull("expectedTotal");
    });

    /// <summary>What the order's stream gets with a message.</summary>
    public static byte[] Event(Hop hop) => Write(json => Outcome(json, hop.Sends - 1, hop.Order));

    /// <summary>What the effect ledger keeps.</summary>
    public static byte[] Reply(Hop hop, string effectKey) => Write(json =>
    {
        json.WriteString("sagaId", hop.Order.OrderId);
        json.WriteString("orderId", hop.Order.OrderId);
        json.WriteString("effectKey", effectKey);
        Outcome(json, hop.Sends, hop.Order);
    });

    /// <summary>The message of a deadline.</summary>
    public static byte[] Timer(Hop hop, SagaLeg leg, Guid timerId) => Write(json =>
    {
        json.WriteString("messageId", timerId);
        json.WriteString("conversationId", hop.Next.ConversationId);
        json.WriteString("sourceAddress", hop.Next.SourceAddress);
        json.WriteString("destinationAddress", hop.Next.SourceAddress);
        json.WriteStartArray("messageType");
        json.WriteStringValue("urn:message:Sagas.OrderSaga.PlaceOrder:StepDeadlinePassed");
        json.WriteEndArray();
        json.WriteStartObject("message");
        json.WriteString("sagaId", hop.Order.OrderId);
        json.WriteString("state", leg.After);
        json.WriteNumber("attempt", 1);
        json.WriteEndObject();
        json.WriteString("sentTime", hop.At);
        json.WriteStartObject("headers");
        json.WriteString("MT-Scheduling-TokenId", hop.Next.MessageId);
        json.WriteEndObject();
    });

    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    static void Outcome(Utf8JsonWriter json, MessageKind reply, Order order)
    {
        switch (reply)
        {
            case MessageKind.StockReserved:
                json.WriteStartArray("lines");
                foreach (var line in order.Lines)
                    Line(json, line);
                json.WriteEndArray();
                Money(json, "total", order.Total);
                break;
            case MessageKind.PaymentCaptured:
                Money(json, "amount", order.Total);
                json.WriteString("gatewayReference", order.GatewayReference);
                break;
            case MessageKind.ShipmentCreated:
                json.WriteString("carrier", order.Carrier);
                json.WriteString("shipmentId", order.ShipmentId!.Value);
                json.WriteString("trackingNumber", order.TrackingNumber);
                break;
        }
    }

    static void Line(Utf8JsonWriter json, OrderLine line)
    {
        json.WriteStartObject();
        json.WriteString("sku", line.Sku);
        json.WriteNumber("quantity", line.Quantity);
        Money(json, "unitPrice", line.UnitPrice!.Value);
        Money(json, "lineTotal", line.Quantity * line.UnitPrice.Value);
        json.WriteEndObject();
    }

    static void Money(Utf8JsonWriter json, string name, decimal amount)
    {
        json.WriteStartObject(name);
        json.WriteString("amount", amount.ToString("0.00", CultureInfo.InvariantCulture));
        json.WriteString("currency", "USD");
        json.WriteEndObject();
    }

    static long Micros(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    static byte[] Utf8(FormattableString text) => Encoding.UTF8.GetBytes(FormattableString.Invariant(text));
}
