using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;

namespace Sagas.Exploration.Tests.Machine;

/// <summary>Operators who look at a saga and ask for something.</summary>
sealed class Operators<TMachine, TSaga, TStep>(SagaUnderTest<TMachine, TSaga, TStep> underTest)
    where TMachine : StepSagaMachine<TSaga, TStep>
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
{
    /// <summary>The states that act on a request: nothing else is let through. The saga checks again.</summary>
    readonly ILookup<string, string> _actOn = StateMachineCompleteness.List(underTest.Machine)
        .Where(answer => answer.Kind == AnswerKind.ActsOn)
        .ToLookup(answer => answer.State, answer => answer.Event);

    public IEnumerable<IOperatorRequest> WhatTheyCanAsk(TSaga? saga, int requestsLeft) =>
        requestsLeft > 0 && saga is not null && Situation.Of(saga, underTest.Machine.Steps.Plan) is { } seen
            ? Requests(saga.CorrelationId, seen).Where(request => _actOn[saga.CurrentState].Contains(request.GetType().Name))
            : [];

    static IEnumerable<IOperatorRequest> Requests(Guid sagaId, Situation seen) =>
    [
        new RetrySaga { RequestId = Guid.Empty, SagaId = sagaId, Operator = "dana", Reason = "", Seen = seen },
        new ResolveSaga { RequestId = Guid.Empty, SagaId = sagaId, Operator = "dana", Reason = "", Evidence = "", Seen = seen },
        new CompensateSaga { RequestId = Guid.Empty, SagaId = sagaId, Operator = "dana", Reason = "", Seen = seen },
    ];
}
