using System.Security.Cryptography;
using System.Text.Json;
using Sagas.Floor.Databases;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Equal;

/// <summary>What taking a request writes: its key, the order's first event with what is personal in it apart and salted, and the request until the saga has it.</summary>
sealed record OrderRequested(Hop Hop, byte[] RequestHash, byte[] EventData, byte[] EventDigest, byte[] Personal, byte[] Salt, byte[] PersonalDigest)
{
    public static OrderRequested Of(Hop hop)
    {
        var order = hop.Order;
        var data = Documents.Placed(order);
        var personal = JsonSerializer.SerializeToUtf8Bytes(new Personal(order.ShipTo), FloorJson.Default.Personal);
        var salt = RandomNumberGenerator.GetBytes(16);
        return new OrderRequested(hop, SHA256.HashData(hop.Body), data, SHA256.HashData(data), personal, salt, SHA256.HashData([.. salt, .. personal]));
    }

    public static Columns<OrderRequested> With(Columns<OrderRequested> columns) => columns
        .Text("key", row => row.Hop.Key)
        .Bytes("request_hash", row => row.RequestHash)
        .Jsonb("request", row => JsonSerializer.SerializeToUtf8Bytes(row.Hop.Order, FloorJson.Default.Order))
        .Text("stream", row => $"order-{row.Hop.Order.OrderId}")
        .Uuid("event_id", _ => Guid.CreateVersion7())
        .Jsonb("event_data", row => row.EventData)
        .Bytes("event_digest", row => row.EventDigest)
        .Jsonb("event_metadata", row => Documents.Metadata($"customer {row.Hop.Order.CustomerId}", row.Hop))
        .Jsonb("personal", row => row.Personal)
        .Bytes("salt", row => row.Salt)
        .Bytes("personal_digest", row => row.PersonalDigest);
}
