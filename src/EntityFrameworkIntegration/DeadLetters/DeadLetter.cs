namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A message that an endpoint could not handle, with everything that is needed to see why and to send it again.</summary>
public sealed record DeadLetter
{
    /// <summary>Names the dead letter.</summary>
    public required Guid DeadLetterId { get; init; }

    /// <summary>The endpoint that it was delivered to: its queue's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The message's original id; <c>null</c> when the message could not be read and its transport told none.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The message's type names, separated by semicolons; empty when unknown.</summary>
    public required string MessageType { get; init; }

    /// <summary>The body's content type.</summary>
    public string? ContentType { get; init; }

    /// <summary>The transport's headers, as a JSON object; once it is decided, what is kept of them.</summary>
    public required string Headers { get; init; }

    /// <summary>The body, as it arrived; once it is decided, what is kept of it.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The conversation's id.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>The message's correlation id.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>What kind of trouble it was.</summary>
    public required DeadLetterReason Reason { get; init; }

    /// <summary>Whose handler failed.</summary>
    public string? Consumer { get; init; }

    /// <summary>The exception's type.</summary>
    public string? FaultType { get; init; }

    /// <summary>The exception's message, or why the message was skipped.</summary>
    public string? FaultMessage { get; init; }

    /// <summary>The exception with its stack and causes.</summary>
    public string? FaultStack { get; init; }

    /// <summary>The same for messages that failed in the same way at the same place.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How often handling was attempted, over all deliveries.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it failed first.</summary>
    public required DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>When it failed last.</summary>
    public required DateTimeOffset LastFailedAt { get; init; }

    /// <summary>What became of it.</summary>
    public DeadLetterStatus Status { get; init; }

    /// <summary>Who decided last.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Why.</summary>
    public string? DecidedBecause { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Whose data it carries.</summary>
    public string Tenant { get; init; } = TenantHeader.Default;
}

/// <summary>Why a message is a dead letter. Stored by name.</summary>
public enum DeadLetterReason
{
    /// <summary>Every attempt to handle it failed.</summary>
    Failed,

    /// <summary>Nobody at the endpoint takes messages of its type.</summary>
    Skipped,

    /// <summary>Its body could not be deserialized.</summary>
    Unreadable,
}

/// <summary>What became of a dead letter. Stored by name.</summary>
public enum DeadLetterStatus
{
    /// <summary>Nobody has decided yet.</summary>
    Open,

    /// <summary>It was sent to its endpoint again. Should it fail there again, it is open again.</summary>
    Redriven,

    /// <summary>It is of no use any more.</summary>
    Dismissed,
}
