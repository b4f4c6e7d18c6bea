using System.Runtime.Serialization;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The ids, addresses and headers of a message that handling it needs: values in its envelope, which are parsed when somebody asks for them.</summary>
static class EnvelopeFields
{
    static readonly (string Name, Func<MessageContext, object?> Read)[] All =
    [
        ("messageId", message => message.MessageId),
        ("requestId", message => message.RequestId),
        ("correlationId", message => message.CorrelationId),
        ("conversationId", message => message.ConversationId),
        ("initiatorId", message => message.InitiatorId),
        ("sourceAddress", message => message.SourceAddress),
        ("destinationAddress", message => message.DestinationAddress),
        ("responseAddress", message => message.ResponseAddress),
        ("faultAddress", message => message.FaultAddress),
        (TenantHeader.Name, message => message.GetTenant()),
        (MessageHeaders.OriginalMessageId, message => message.Headers.Get<Guid>(MessageHeaders.OriginalMessageId)),
        (MessageHeaders.RedeliveryCount, message => message.Headers.Get<int>(MessageHeaders.RedeliveryCount)),
        .. FailedDelivery.Headers,
    ];

    /// <summary>
    /// Parses them. Else the first to ask might be what writes down a failure: it would fail too, and the broker would deliver the message again and again.
    /// </summary>
    /// <exception cref="SerializationException">One of them is not what it has to be.</exception>
    public static void ThrowIfUnreadable(MessageContext message)
    {
        foreach (var (name, read) in All)
        {
            try
            {
                _ = read(message);
            }
#pragma warning disable CA1031 // Each kind of value fails in a way of its own.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                throw new SerializationException($"The {name} of the message can't be read. {exception.Message}", exception);
            }
        }
    }
}
