namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A message that a consumer has handled.</summary>
public class InboxState
{
    /// <summary>The message's original id: a redelivery keeps it.</summary>
    public Guid MessageId { get; set; }

    /// <summary>Names the consumer: its endpoint, its type and the message's type.</summary>
    public Guid ConsumerId { get; set; }

    /// <summary>When it was handled.</summary>
    public DateTimeOffset HandledAt { get; set; }
}
