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
public sealed record Situation(string State, string Step, int UndoRound)
{
    /// <returns><c>null</c> when the saga is over: there is nothing to ask it for.</returns>
    public static Situation? Of<TStep>(StepSagaState<TStep> saga, SagaPlan<TStep> plan)
        where TStep : struct, Enum
    {
        if (plan.In(saga.CurrentState) is { } now)
            return new Situation(saga.CurrentState, StepNames.Of(now.Step), saga.UndoRound);
        return saga.Owed() is [var next, ..] ? new Situation(saga.CurrentState, StepNames.Of(next), saga.UndoRound) : null;
    }
}
