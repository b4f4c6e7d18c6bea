using MassTransit;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Operators;

/// <summary>What an operator asks a saga for, and the situation in which it was asked: once that is over, the request is void.</summary>
[ExcludeFromTopology]
public interface IOperatorRequest
{
    Guid RequestId { get; }

    Guid SagaId { get; }

    string Operator { get; }

    string Reason { get; }

    Situation Seen { get; }
}

/// <summary>Where a saga stood when an operator looked at it.</summary>
/// <param name="State">Its state.</param>
/// <param name="Step">The name of the step that it was about.</param>
/// <param name="UndoRound">The round of the last undo that it had asked for.</param>
/// <param name="Round">The round of the step itself: behind the pivot steps are asked for anew instead of undone. Null in requests of releases that did not say it.</param>
public sealed record Situation(string State, string Step, int UndoRound, int? Round = null)
{
    /// <summary>Whether this is still what was seen.</summary>
    public bool IsStill(Situation seen) => this == (seen.Round is null ? seen with { Round = Round } : seen);

    /// <returns><c>null</c> when the saga is over: there is nothing to ask it for.</returns>
    public static Situation? Of<TStep>(StepSagaState<TStep> saga, SagaPlan<TStep> plan)
        where TStep : struct, Enum
    {
        if (plan.In(saga.CurrentState) is { } now)
            return In(now.Step);
        return saga.Owed() is [var next, ..] ? In(next) : null;

        Situation In(TStep step) => new(saga.CurrentState, StepNames.Of(step), saga.UndoRound, saga.RoundOf(step));
    }
}
