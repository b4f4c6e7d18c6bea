using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>A saga as it stands now, whatever its type is: what there is to see and to ask of it.</summary>
abstract record SagaStanding
{
    public required SagaType Type { get; init; }

    public required Guid SagaId { get; init; }

    /// <summary>The order that it is about.</summary>
    public required Guid OrderId { get; init; }

    public required string State { get; init; }

    public required int DefinitionVersion { get; init; }

    public required string? DefinitionHash { get; init; }

    /// <summary>What a participant owes; null when the saga rests.</summary>
    public required WaitView? WaitingFor { get; init; }

    public required string? ParkedBecause { get; init; }

    public required DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The steps that somebody has to see to, the next one first, by name, with how the saga would wait for each.</summary>
    public required IReadOnlyList<(string Step, Wait Wait)> Owed { get; init; }

    public required IReadOnlyList<CompensationView> Compensation { get; init; }

    public required Guid? DeadlineToken { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>The situation that an operator sees; null when the saga is over.</summary>
    public required Situation? Seen { get; init; }

    /// <summary>Says what a request would do now.</summary>
    public abstract string Foresee(OperatorRequest request);

    /// <summary>What the order keeps of a request.</summary>
    public abstract OrderCommand Asked(Guid requestId, OperatorRequest request, string reason, string by);

    /// <returns>Why what is owed can't be settled on an operator's word; null when it can.</returns>
    public abstract string? WhyNotResolve(OrderState order);
}

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

/// <param name="Step">The step.</param>
/// <param name="Undo">How its undo stands.</param>
/// <param name="Command">What undoes it.</param>
/// <param name="IsOwed">Whether somebody still has to see to it if the saga is to end as if nothing had been done.</param>
/// <param name="IsPivot">Whether there is no way back once the step is done.</param>
public sealed record CompensationView(string Step, string Undo, string? Command, bool IsOwed, bool IsPivot);
