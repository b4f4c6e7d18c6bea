using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;

namespace Sagas.OrderSaga.Api;

/// <summary>A saga as an operator sees it.</summary>
public sealed record SagaView
{
    public required Guid SagaId { get; init; }

    public required DefinitionView Definition { get; init; }

    public required string State { get; init; }

    /// <summary>What a participant owes; null when the saga rests.</summary>
    public WaitView? WaitingFor { get; init; }

    /// <summary>What an operator has to decide; null when none has to.</summary>
    public ParkedView? Parked { get; init; }

    /// <summary>How each step's undo stands, in the order of the steps.</summary>
    public required IReadOnlyList<CompensationView> Compensation { get; init; }

    public required IReadOnlyList<TimerView> Timers { get; init; }

    /// <summary>What was asked of the saga and is not answered yet.</summary>
    public required IReadOnlyList<PendingRequestView> Requests { get; init; }

    /// <summary>How the order ended; null while it is under way.</summary>
    public OutcomeView? Outcome { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What the saga runs by.</summary>
/// <param name="Name">The saga's name.</param>
/// <param name="Version">The version of the plan that it began with.</param>
public sealed record DefinitionView(string Name, int Version);

/// <param name="Answers">The messages that end the wait.</param>
/// <param name="From">The endpoint that owes one of them.</param>
/// <param name="Command">What it was sent.</param>
/// <param name="EffectKey">The key that it was sent under, which says the round.</param>
/// <param name="Attempt">How often it was sent in this round.</param>
/// <param name="Attempts">How often it is sent at most.</param>
/// <param name="Since">Since when the saga waits.</param>
/// <param name="Deadline">When it is asked again, or given up.</param>
/// <param name="Overdue">Whether the deadline has passed.</param>
/// <param name="AtLast">What happens when the attempts are used up.</param>
public sealed record WaitView(
    IReadOnlyList<string> Answers, string From, string Command, string EffectKey, int Attempt, int Attempts, DateTimeOffset? Since, DateTimeOffset? Deadline, bool Overdue, string AtLast);

/// <param name="Because">Why an operator is needed.</param>
/// <param name="Since">Since when.</param>
/// <param name="Owed">The steps whose undo is owed, the next one first.</param>
/// <param name="Evidence">Answers that came after the saga had stopped: they say what the participants did in the end.</param>
public sealed record ParkedView(string Because, DateTimeOffset? Since, IReadOnlyList<OrderStep> Owed, IReadOnlyList<EvidenceView> Evidence);

/// <param name="Message">The answer's type.</param>
/// <param name="TimelineStep">Where the timeline tells of it.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Settles">The step whose undo it settles; null when it says that the step can't be undone any more.</param>
public sealed record EvidenceView(string Message, long TimelineStep, DateTimeOffset ReceivedAt, OrderStep? Settles);

/// <param name="Step">The step.</param>
/// <param name="Undo">How its undo stands.</param>
/// <param name="Command">What undoes it.</param>
/// <param name="IsOwed">Whether somebody still has to see to it if the order is not to stand.</param>
/// <param name="IsPivot">Whether the order stands once the step is done.</param>
public sealed record CompensationView(OrderStep Step, string Undo, string? Command, bool IsOwed, bool IsPivot);

/// <param name="Message">What arrives when it fires.</param>
/// <param name="DueAt">When.</param>
public sealed record TimerView(string Message, DateTimeOffset DueAt);

/// <param name="RequestId">The request.</param>
/// <param name="Message">What was asked.</param>
/// <param name="RequestedAt">When.</param>
public sealed record PendingRequestView(Guid RequestId, string Message, DateTimeOffset RequestedAt);
