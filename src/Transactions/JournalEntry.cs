namespace Sagas.Transactions;

/// <summary>Something that a unit of work does, told for whoever keeps a record of it.</summary>
public abstract record JournalEntry
{
    JournalEntry()
    {
    }

    /// <summary>A message will be sent after the commit.</summary>
    /// <param name="MessageId">Its id.</param>
    /// <param name="MessageType">Its type's short name.</param>
    /// <param name="Destination">The queue, exchange or topic that it goes to.</param>
    public sealed record MessageSent(Guid MessageId, string MessageType, string Destination) : JournalEntry;

    /// <summary>A timer was armed.</summary>
    /// <param name="Token">What cancels it.</param>
    /// <param name="MessageType">The type of the message that it will send.</param>
    /// <param name="DueAt">When.</param>
    public sealed record TimerArmed(Guid Token, string MessageType, DateTimeOffset DueAt) : JournalEntry;

    /// <summary>A timer was cancelled.</summary>
    /// <param name="Token">The token that it was armed with.</param>
    public sealed record TimerCancelled(Guid Token) : JournalEntry;

    /// <summary>An event was appended to a stream.</summary>
    /// <param name="Stream">The stream.</param>
    /// <param name="Version">The event's version in it.</param>
    /// <param name="Type">The event's stored type.</param>
    public sealed record EventAppended(string Stream, long Version, string Type) : JournalEntry;

    /// <summary>The message changes nothing and is let pass.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record LetPass(string Reason) : JournalEntry;

    /// <summary>What the message asks for is refused, as things stand.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(string Reason) : JournalEntry;
}
