using System.Runtime.Serialization;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The ids and addresses of a message: texts in its envelope, which are parsed when somebody asks for them.</summary>
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
    ];

    /// <summary>
    /// Parses them. Else the first to ask might be what writes down a failure: it would fail too, and the broker would deliver the message again and again.
    /// </summary>
    /// <exception cref="SerializationException">One of them is no id, or no address.</exception>
    public static void ThrowIfUnreadable(MessageContext message)
    {
        foreach (var (name, read) in All)
        {
            try
            {
                _ = read(message);
            }
            catch (FormatException exception)
            {
                throw new SerializationException($"The {name} of the message can't be read. {exception.Message}", exception);
            }
        }
    }
}
