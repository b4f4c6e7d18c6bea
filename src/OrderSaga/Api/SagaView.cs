using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Troubles;

namespace Sagas.OrderSaga.Api;

/// <summary>A saga as an operator sees it.</summary>
public sealed record SagaView
{
    public required Guid SagaId { get; init; }

    /// <summary>The order that the saga is about.</summary>
    public required Guid OrderId { get; init; }

    public required DefinitionView Definition { get; init; }

    public required string State { get; init; }

    /// <summary>What a participant owes; null when the saga rests.</summary>
    public WaitView? WaitingFor { get; init; }

    /// <summary>What an operator has to decide; null when none has to.</summary>
    public ParkedView? Parked { get; init; }

    /// <summary>How it is doing, what shows that, and what to do; null when it has ended and nothing is amiss.</summary>
    public Trouble? Trouble { get; init; }

    /// <summary>How each step's undo stands, in the order of the steps.</summary>
    public required IReadOnlyList<CompensationView> Compensation { get; init; }

    public required IReadOnlyList<TimerView> Timers { get; init; }

    /// <summary>What was asked of the saga and is not answered yet.</summary>
    public required IReadOnlyList<PendingRequestView> Requests { get; init; }

    /// <summary>How the saga ended; null while it is under way.</summary>
    public SagaOutcomeView? Outcome { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What the saga runs by.</summary>
/// <param name="Name">The saga's name.</param>
/// <param name="Version">The version of the plan that it began with.</param>
/// <param name="Hash">What its state machine did then; null for a saga that is older than this record.</param>
public sealed record DefinitionView(string Name, int Version, string? Hash);

/// <param name="Because">Why an operator is needed.</param>
/// <param name="Since">Since when.</param>
/// <param name="Owed">The steps that are owed, the next one first: the undo of those that can be undone, the step itself where there is no way back.</param>
/// <param name="Evidence">Answers that came after the saga had stopped: they say what the participants did in the end.</param>
public sealed record ParkedView(string Because, DateTimeOffset? Since, IReadOnlyList<string> Owed, IReadOnlyList<EvidenceView> Evidence);

/// <param name="Message">The answer's type.</param>
/// <param name="TimelineStep">Where the timeline tells of it.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Settles">The step that it settles; null when it says that it can't be done.</param>
public sealed record EvidenceView(string Message, long TimelineStep, DateTimeOffset ReceivedAt, string? Settles);

/// <param name="Message">What arrives when it fires.</param>
/// <param name="DueAt">When.</param>
public sealed record TimerView(string Message, DateTimeOffset DueAt);

/// <param name="RequestId">The request.</param>
/// <param name="Message">What was asked.</param>
/// <param name="RequestedAt">When.</param>
public sealed record PendingRequestView(Guid RequestId, string Message, DateTimeOffset RequestedAt);
