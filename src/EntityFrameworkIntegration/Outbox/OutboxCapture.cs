using System.Text.Json;
using MassTransit.Context;
using MassTransit.Serialization;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Turns a message that is about to be sent into the row that will send it.</summary>
static class OutboxCapture
{
    public static OutboxMessage Capture<T>(SendContext<T> context, Guid? subjectId, OutboxEndpoints endpoints, TimeProvider clock)
        where T : class
    {
        var isPublished = endpoints.IsPublished<T>(context.DestinationAddress);
        if (!isPublished && OutboxEndpoints.MustArrive(context.DestinationAddress) && context is MessageSendContext<T> sent)
            sent.Mandatory = true;

        // The body first: a raw serializer writes headers while it serializes.
        var body = context.Serializer.GetMessageBody(context).GetBytes();
        var now = clock.GetUtcNow();
        var timer = context.TryGetPayload(out TimerRequest? request) ? request : null;
        return new OutboxMessage
        {
            MessageId = context.MessageId ?? throw new MessageException(typeof(T), "The message has no MessageId, so a repeat could not be told from it."),
            SubjectId = subjectId,
            Destination = ShortAddress(context.DestinationAddress ?? throw new MessageException(typeof(T), "The message has no destination.")),
            MessageType = string.Join(';', context.SupportedMessageTypes),
            ContentType = (context.ContentType ?? context.Serializer.ContentType).ToString(),
            // A message that is handed on brings along how it came here.
            Headers = Json(context.Headers.GetAll().Where(header => header.Key != MessageTiming.Header)),
            Properties = Properties(context, isPublished ? typeof(T) : null),
            Body = body,
            ConversationId = context.ConversationId,
            CorrelationId = context.CorrelationId,
            InitiatorId = context.InitiatorId,
            RequestId = context.RequestId,
            ExpiresAt = now + context.TimeToLive,
            DueAt = timer?.DueAt ?? now + context.Delay,
            Token = timer?.Token,
            Tenant = context.Headers.Get<string>(TenantHeader.Name) ?? TenantHeader.Default,
        };
    }

    /// <summary>The address without its host: a row may be sent after the broker has moved.</summary>
    public static string ShortAddress(Uri address)
    {
        if (address.Scheme is "exchange" or "queue" or "topic")
            return address.ToString();
        var name = Uri.UnescapeDataString(address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..]);
        return $"exchange:{name}{address.Query}";
    }

    /// <summary>What the transport needs, and for what was published the name of its class: whoever sends the row has to find the publish endpoint of that.</summary>
    static string? Properties<T>(SendContext<T> context, Type? published)
        where T : class
    {
        var properties = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        if (context is TransportSendContext<T> transport)
            transport.WritePropertiesTo(properties);
        if (published is not null)
            properties[OutboxEndpoints.PublishedType] = $"{published.FullName}, {published.Assembly.GetName().Name}";
        return properties.Count == 0 ? null : Json(properties);
    }

    static string Json(IEnumerable<KeyValuePair<string, object>> values) =>
        JsonSerializer.Serialize(values.ToDictionary(pair => pair.Key, pair => pair.Value), SystemTextJsonMessageSerializer.Options);
}
