using System.Security.Cryptography;
using System.Text.Json;
using Sagas.Floor.Databases;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Equal;

/// <summary>What a message does to an order's saga: the saga's row, its stream, its timeline, its timer.</summary>
sealed record SagaMoved(Hop Hop, SagaLeg Leg, byte[] EventData, byte[] Step, Guid? TimerId, DateTimeOffset Due)
{
    // What a confirmed order's last event says.
    static readonly byte[] SecondDigest = SHA256.HashData("{}"u8);

    /// <summary>A timer is called off by the answer to the command that it was armed with.</summary>
    Guid? TimerToken => TimerId is null ? null : Hop.Next.MessageId;

    Guid? CalledOff => Leg.Version > 1 ? Hop.Arrived!.InitiatorId : null;

    Guid? SecondEvent => Leg.IsLast ? Guid.CreateVersion7() : null;

    public static SagaMoved Of(Hop hop)
    {
        var leg = SagaLeg.Sending(hop.Sends);
        var due = hop.At + SagaLeg.Deadline;
        return new SagaMoved(hop, leg, Documents.Event(hop), StepDocument.Of(hop, leg, due), leg.IsLast ? null : Guid.CreateVersion7(), due);
    }

    public static Columns<SagaMoved> With(Columns<SagaMoved> columns) => columns
        .Integer("version", row => row.Leg.Version)
        .Text("state_before", row => row.Leg.Before)
        .Text("state_after", row => row.Leg.After)
        .Text("customer_id", row => row.Hop.Order.CustomerId)
        .Jsonb("lines", row => Documents.Lines(row.Hop.Order))
        .Jsonb("ship_to", row => JsonSerializer.SerializeToUtf8Bytes(row.Hop.Order.ShipTo, FloorJson.Default.Address))
        .Text("payment_token", row => row.Leg.Version < 3 ? row.Hop.Order.PaymentToken : null)
        .Text("stream", row => $"order-{row.Hop.Order.OrderId}")
        .Uuid("event_id", _ => Guid.CreateVersion7())
        .Text("event_type", row => row.Leg.Event)
        .Jsonb("event_data", row => row.EventData)
        .Bytes("event_digest", row => SHA256.HashData(row.EventData))
        .Jsonb("event_metadata", row => Documents.Metadata(row.Leg.Actor, row.Hop))
        .UuidOrNull("second_id", row => row.SecondEvent)
        .Bytes("second_digest", _ => SecondDigest)
        .Text("message_type", row => row.Leg.Arrives)
        .Text("source", row => row.Hop.Arrived!.SourceAddress)
        .Instant("sent_at", row => row.Hop.Arrived!.SentTime)
        .Jsonb("step_details", row => row.Step)
        .Bytes("step_digest", row => SHA256.HashData(row.Step))
        .UuidOrNull("timer_id", row => row.TimerId)
        .UuidOrNull("timer_token", row => row.TimerToken)
        .InstantOrNull("timer_due", row => row.TimerId is null ? null : row.Due)
        .Jsonb("timer_headers", row => Documents.TimerHeaders(row.Due, row.TimerToken))
        .Jsonb("timer_properties", _ => Documents.Properties(MessageKind.PlaceOrder))
        .Bytes("timer_body", row => row.TimerId is { } timerId ? Documents.Timer(row.Hop, row.Leg, timerId) : null)
        .UuidOrNull("disarmed_token", row => row.CalledOff);
}
