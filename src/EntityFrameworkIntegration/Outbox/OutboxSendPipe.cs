using System.Net.Mime;
using System.Text.Json;
using MassTransit.Context;
using MassTransit.Serialization;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Sends a row as it was written: same id, same headers, the body byte for byte.</summary>
sealed class OutboxSendPipe(OutboxMessage message, Action<SendContext>? configure, TimeProvider clock) : IPipe<SendContext>
{
    public Task Send(SendContext context)
    {
        context.MessageId = message.MessageId;
        context.ConversationId = message.ConversationId;
        context.CorrelationId = message.CorrelationId;
        context.InitiatorId = message.InitiatorId;
        context.RequestId = message.RequestId;
        context.SupportedMessageTypes = message.MessageType.Split(';');
        if (message.ExpiresAt is { } expiresAt)
            context.TimeToLive = expiresAt - clock.GetUtcNow();

        SetHeaders(context);
        if (message.Properties is { } properties && context is TransportSendContext transport)
            transport.ReadPropertiesFrom(Values(properties));
        // The row has waited for it already.
        context.Delay = null;

        context.Serializer = new CopyBodySerializer(ContentTypeOf(message), new BytesMessageBody(message.Body));
        configure?.Invoke(context);
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("outbox");

    /// <summary>Nearly all have the one, which need not be parsed each time.</summary>
    static ContentType ContentTypeOf(OutboxMessage message) => message.ContentType == SystemTextJsonMessageSerializer.JsonContentType.MediaType
        ? SystemTextJsonMessageSerializer.JsonContentType
        : new ContentType(message.ContentType);

    void SetHeaders(SendContext context)
    {
        using var headers = JsonDocument.Parse(message.Headers);
        foreach (var header in headers.RootElement.EnumerateObject())
        {
            if (header.Value.ValueKind == JsonValueKind.Null)
                continue;
            var value = Value(header.Value);
            context.Headers.Set(header.Name, header.Name == MessageTiming.Header ? Sent(value) : value);
        }
    }

    /// <summary>The last that the message can tell of its way is when it was given to the transport.</summary>
    object Sent(object header) => MessageTiming.Parse(header as string) is { } timing
        ? (timing with { Departure = timing.Departure.Sent(message.CommittedAt, clock.GetUtcNow()) }).ToString()
        : header;

    static Dictionary<string, object> Values(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject()
            .Where(property => property.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(property => property.Name, property => Value(property.Value));
    }

    static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value.GetRawText(),
    };
}
