namespace Sagas.OrderSaga.Troubles;

/// <summary>What the database knows of a saga and of everything that is on its way to it and from it.</summary>
sealed record SagaFacts
{
    /// <summary>The state of a saga that was asked for and has no row yet.</summary>
    public const string NotBegun = "NotBegun";

    public required string Saga { get; init; }

    public required Guid SagaId { get; init; }

    public required Guid OrderId { get; init; }

    public required string State { get; init; }

    /// <summary>Since when it waits for what it waits for.</summary>
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether its row says that it has not ended.</summary>
    public bool IsUnderWay => EndedAt is null && State != NotBegun;

    public DateTimeOffset? Deadline { get; init; }

    public int Attempt { get; init; }

    public string? ParkedBecause { get; init; }

    public IReadOnlyList<string> Owed { get; init; } = [];

    /// <summary>The timer of its present wait.</summary>
    public TimerFacts? Timer { get; init; }

    /// <summary>Whether its own timer was looked for; of one that was only found by a timer that it does not wait for it was not.</summary>
    public bool IsTimerKnown { get; init; } = true;

    /// <summary>A timer that it does not wait for.</summary>
    public TimerFacts? StrayTimer { get; init; }

    public SilenceFacts? Silence { get; init; }

    public UndeliveredFacts? Undelivered { get; init; }

    public LetterFacts? Letter { get; init; }

    /// <summary>What was asked of it, and should have been answered long ago.</summary>
    public RequestFacts? Unanswered { get; init; }
}

/// <param name="MessageId">The timer's row in the outbox.</param>
/// <param name="DueAt">When it fires.</param>
/// <param name="Sent">How often it was sent: its row stays until it is handled.</param>
sealed record TimerFacts(Guid MessageId, DateTimeOffset DueAt, int Sent);

/// <param name="Missed">How many attempts have passed without a word from the participant, the last ones of the present wait.</param>
/// <param name="LastStep">Where the timeline tells of the last of them.</param>
sealed record SilenceFacts(long Missed, long LastStep);

/// <param name="MessageId">The oldest message that does not leave.</param>
/// <param name="MessageType">Its type names.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="Error">Why it does not leave.</param>
/// <param name="Attempts">How often that was tried.</param>
/// <param name="WrittenAt">Since when it waits.</param>
sealed record UndeliveredFacts(Guid MessageId, string MessageType, string Destination, string Error, int Attempts, DateTimeOffset WrittenAt);

/// <param name="DeadLetterId">The latest one.</param>
/// <param name="MessageType">Its message's type names.</param>
/// <param name="Reason">Failed, Skipped or Unreadable.</param>
/// <param name="FaultType">The exception's type. Its text may quote what nobody should read here.</param>
/// <param name="Attempts">How often handling it was attempted.</param>
/// <param name="LastFailedAt">When the last of them failed.</param>
/// <param name="Letters">How many there are.</param>
sealed record LetterFacts(Guid DeadLetterId, string MessageType, string Reason, string? FaultType, int Attempts, DateTimeOffset LastFailedAt, long Letters);

/// <param name="MessageId">The request.</param>
/// <param name="MessageType">What was asked.</param>
/// <param name="RequestedAt">When.</param>
sealed record RequestFacts(Guid MessageId, string MessageType, DateTimeOffset RequestedAt);
