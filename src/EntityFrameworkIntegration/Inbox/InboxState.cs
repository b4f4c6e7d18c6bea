namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A message that a consumer has handled.</summary>
public class InboxState
{
    /// <summary>Deletes at most <c>$2</c> messages, the oldest first, that were handled longer than the interval <c>$1</c> ago.</summary>
    // A bounded number at a time, so that nothing is locked for long. SKIP LOCKED: processes that delete at once share the rows.
    public const string DeleteOld = """
        delete from inbox where (message_id, consumer_id) in (
          select message_id, consumer_id from inbox where handled_at < now() - $1 order by handled_at limit $2 for update skip locked)
        """;

    /// <summary>The message's original id: a redelivery keeps it.</summary>
    public Guid MessageId { get; set; }

    /// <summary>Names the consumer: its endpoint, its type and the message's type.</summary>
    public Guid ConsumerId { get; set; }

    /// <summary>When it was handled.</summary>
    public DateTimeOffset HandledAt { get; set; }
}
