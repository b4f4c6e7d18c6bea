using System.Text.Json;

namespace Sagas.SagaTimeline;

/// <summary>One delivery to a saga and what came of it. As JSON: camelCase names, kinds by name, hashes in lower-case hexadecimal.</summary>
public sealed record TimelineStep
{
    /// <summary>The saga instance's type name.</summary>
    public required string SagaType { get; init; }

    /// <summary>The saga's correlation id.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>Its place on the saga's timeline, from 1 without gaps.</summary>
    public long Number { get; init; }

    /// <summary>What came of it.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>The state that the message met; <c>null</c> when it met no saga.</summary>
    public string? StateBefore { get; init; }

    /// <summary>The state that it left behind.</summary>
    public string? StateAfter { get; init; }

    /// <summary>The saga's revision that the delivery committed; <c>null</c> when it committed none.</summary>
    public int? SagaVersion { get; init; }

    /// <summary>The message's type, such as <c>StockReserved</c> or <c>Fault&lt;ReserveStock&gt;</c>.</summary>
    public required string MessageType { get; init; }

    /// <summary>The message's original id: a redelivery keeps it.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>The conversation that the message belongs to.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>The endpoint that sent it, without the host.</summary>
    public string? Source { get; init; }

    /// <summary>Which attempt to handle it this was, from 1, since the transport delivered it.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often it had been scheduled for redelivery.</summary>
    public int Redelivery { get; init; }

    /// <summary>Whether the transport had delivered it before, without hearing what came of it.</summary>
    public bool Redelivered { get; init; }

    /// <summary>
    /// Whether it was redelivered and no earlier step tells of it: an attempt died with its process, or there was none, because a broker says the same of messages
    /// that it had handed over and that nobody began to handle.
    /// </summary>
    public bool NoTraceOfEarlierAttempt { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When the transport delivered it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it had been handled, or the attempt had failed.</summary>
    public required DateTimeOffset HandledAt { get; init; }

    /// <summary>When the step was written; later than <see cref="HandledAt" /> when the database was out of reach.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Why the saga turned, or acted without turning, or why it let the message pass.</summary>
    public string? Reason { get; init; }

    /// <summary>Who caused it, when a person did.</summary>
    public string? Actor { get; init; }

    /// <summary>The distributed trace's id.</summary>
    public string? TraceId { get; init; }

    /// <summary>Whose data it is.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The hash of the step before; empty for the first.</summary>
    public string PreviousHash { get; init; } = "";

    /// <summary>Ties the step to all before it.</summary>
    public string Hash { get; init; } = "";

    /// <summary>What was changed, sent, armed and so on.</summary>
    public StepDetails Details
    {
        get => field ??= JsonSerializer.Deserialize<StepDetails>(DetailsJson, TimelineJson.Options)!;
        init;
    }

    /// <summary>
    /// Names a failed attempt from the moment that its step is made, so that writing the step again finds it; <c>null</c> for a step that a delivery's own
    /// transaction writes.
    /// </summary>
    internal Guid? AttemptId { get; init; }

    /// <summary>The details as they are stored, canonical when they come from here.</summary>
    internal string DetailsJson
    {
        get;
        init
        {
            field = value;
            Details = null!;
        }
    } = "{}";
}
