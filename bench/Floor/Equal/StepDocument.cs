using System.Text.Json;
using Sagas.Floor.Hops;

namespace Sagas.Floor.Equal;

/// <summary>What a step on the timeline tells: what was sent, armed and appended, how long each part took, and which of the saga's fields changed.</summary>
static class StepDocument
{
    public static byte[] Of(Hop hop, SagaLeg leg, DateTimeOffset due) => Documents.Write(json =>
    {
        Sent(json, hop, leg);
        if (!leg.IsLast)
            Armed(json, hop, due);
        if (leg.Event is not null)
            Appended(json, hop, leg);
        Timing(json, hop, leg);
        Changes(json, hop, leg, due);
        if (leg.Version > 1)
            CalledOff(json, hop);
    });

    static void Sent(Utf8JsonWriter json, Hop hop, SagaLeg leg)
    {
        json.WriteStartArray("sent");
        json.WriteStartObject();
        json.WriteString("id", hop.Next.MessageId);
        json.WriteString("to", leg.To);
        json.WriteString("type", leg.Step);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static void Armed(Utf8JsonWriter json, Hop hop, DateTimeOffset due)
    {
        json.WriteStartArray("armed");
        json.WriteStartObject();
        json.WriteString("type", "StepDeadlinePassed");
        json.WriteString("dueAt", due);
        json.WriteString("token", hop.Next.MessageId);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static void Appended(Utf8JsonWriter json, Hop hop, SagaLeg leg)
    {
        json.WriteStartArray("events");
        Event(leg.Event!, leg.Version);
        if (leg.IsLast)
            Event("order-confirmed", leg.Version + 1);
        json.WriteEndArray();

        void Event(string type, int version)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("stream", $"order-{hop.Order.OrderId}");
            json.WriteNumber("version", version);
            json.WriteEndObject();
        }
    }

    static void Timing(Utf8JsonWriter json, Hop hop, SagaLeg leg)
    {
        var total = (hop.At - hop.Arrived!.SentTime).TotalMilliseconds;
        json.WriteStartObject("timing");
        Parts("saga", "handler", "waiting", "database");
        json.WriteNumber("total", Math.Round(total, 3));
        Parts("message", "broker", "commit", "outbox");
        if (leg.Version > 1)
        {
            Parts("request", "broker", "commit", "outbox");
            Parts("participant", "handler", "waiting", "database");
        }

        json.WriteEndObject();

        void Parts(string name, params ReadOnlySpan<string> parts)
        {
            json.WriteStartObject(name);
            foreach (var part in parts)
                json.WriteNumber(part, Math.Round(total / parts.Length, 3));
            json.WriteEndObject();
        }
    }

    static void Changes(Utf8JsonWriter json, Hop hop, SagaLeg leg, DateTimeOffset due)
    {
        var (at, before) = (hop.At, hop.Arrived!.SentTime);
        json.WriteStartObject("changes");
        if (leg.Version == 1)
            Begun();
        Change("UpdatedAt", at.ToString("O"), leg.Version > 1 ? before.ToString("O") : null);
        Change("DeadlineAt", leg.IsLast ? null : due.ToString("O"), leg.Version > 1 ? (before + SagaLeg.Deadline).ToString("O") : null);
        Change("WaitingSince", leg.IsLast ? null : at.ToString("O"), leg.Version > 1 ? before.ToString("O") : null);
        Change("DeadlineToken", leg.IsLast ? null : hop.Next.MessageId.ToString(), leg.Version > 1 ? hop.Arrived.InitiatorId.ToString() : null);
        if (leg.IsLast)
            Ended();
        else
            Asked(leg.Step);
        json.WriteEndObject();

        void Begun()
        {
            json.WriteStartObject("Lines");
            json.WritePropertyName("to");
            json.WriteRawValue(Documents.Lines(hop.Order), skipInputValidation: true);
            json.WriteNull("from");
            json.WriteEndObject();
            Change("ShipTo", "***", null);
            Change("Tenant", "default", null);
            Change("Attempt", "1", null);
            Change("StartedAt", at.ToString("O"), null);
            Change("CustomerId", hop.Order.CustomerId, null);
            Change("PaymentToken", "***", null);
            Change("DefinitionHash", "7cfa2ba28aa30c17a31a6e921db4c2427785542ea376a58288bfdfe9cd2231c8", null);
            Change("DefinitionVersion", "1", null);
        }

        void Asked(string step)
        {
            Change($"{step}Undo", "Required", "NotNeeded");
            Change($"{step}Round", "1", "0");
        }

        void Ended()
        {
            Change("EndedAt", at.ToString("O"), null);
            Change("ReserveStockUndo", "NotNeeded", "Required");
            Change("CapturePaymentUndo", "NotNeeded", "Required");
            Change("CreateShipmentUndo", "NotNeeded", "Required");
        }

        void Change(string field, string? to, string? from)
        {
            json.WriteStartObject(field);
            json.WriteString("to", to);
            json.WriteString("from", from);
            json.WriteEndObject();
        }
    }

    static void CalledOff(Utf8JsonWriter json, Hop hop)
    {
        json.WriteStartArray("cancelled");
        json.WriteStringValue(hop.Arrived!.InitiatorId!.Value);
        json.WriteEndArray();
    }
}
