using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Operators;

/// <summary>Says what a request would do in a saga's present situation.</summary>
static class Foresight
{
    public static string Of<TStep>(OperatorRequest request, StepSagaState<TStep> saga, Situation seen, SagaPlan<TStep> plan)
        where TStep : struct, Enum
    {
        var step = plan.Of(StepNames.Find<TStep>(seen.Step)!.Value);
        return request switch
        {
            OperatorRequest.Retry when plan.In(saga.CurrentState) is { Intent: EffectIntent.Do, Wait: var wait } =>
                $"{wait.Command} is sent to {wait.Participant} again, under the same effect key, with {AttemptCount.InWords(wait.Patience!.Attempts)}.",
            OperatorRequest.Retry when step.Undo is null =>
                $"{step.Do.Command} is sent to {step.Do.Participant} in round {saga.RoundOf(step.Step) + 1}, with {AttemptCount.InWords(step.Do.Patience!.Attempts)}.",
            OperatorRequest.Retry => Join(RoundOf(saga, seen, step), Remaining(plan.Before(step.Step), plan), step.UndoMayFail),
            OperatorRequest.Resolve when step.Undo is null => $"{step.Step} is taken as done, on your word, and the saga goes on.",
            OperatorRequest.Resolve => Join($"The undo of {step.Step} is taken as settled, on your word.", Remaining(plan.Before(step.Step), plan)),
            _ => Join("The saga turns round.", Remaining(step.Step, plan), step.UndoMayFail),
        };
    }

    static string RoundOf<TStep>(StepSagaState<TStep> saga, Situation seen, StepPlan<TStep> step)
        where TStep : struct, Enum
    {
        var round = saga.UndoOf(step.Step) == Compensation.Required ? 1 : seen.UndoRound + 1;
        return $"{step.Undo!.Command} is sent to {step.Undo.Participant} in round {round}, with {AttemptCount.InWords(step.Undo.Patience!.Attempts)}.";
    }

    static string Remaining<TStep>(TStep? first, SagaPlan<TStep> plan)
        where TStep : struct, Enum
    {
        var undos = new List<string>();
        for (var step = first; step is { } owed; step = plan.Before(owed))
            undos.Add(plan.Of(owed, EffectIntent.Undo).Command);
        return undos.Count == 0 ? $"Then {plan.EndOfTheWayBack}." : $"Then {string.Join(", ", undos)} and the end: {plan.EndOfTheWayBack}.";
    }

    static string Join(params string?[] sentences) => string.Join(' ', sentences.OfType<string>());
}
