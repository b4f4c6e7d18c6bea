using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Operators;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.StepSagas;

public abstract partial class StepSagaMachine<TSaga, TStep>
{
    /// <summary>What operators can have done: a step or an undo asked for again, what is owed taken as settled, or the saga turned round.</summary>
    protected void ObeyOperators()
    {
        foreach (var plan in Steps.Plan.Steps)
        {
            // Asked for again under the same key: with another one, an effect whose reply was lost would be made twice.
            During(GetState(plan.Do.State), Obey(RetrySaga, request => request.Then(Steps.Record).AskAgain(plan.Step, EffectIntent.Do, this)));
            if (plan.Undo is not null)
                During(GetState(plan.Do.State), Obey(CompensateSaga, request => request.Then(Steps.Record).TurnRound(plan.Step, this)));
        }

        foreach (var plan in Steps.Plan.Steps.Where(plan => plan.Undo is not null))
        {
            // In a new round: the participant looks again, where the old key would only repeat what it said.
            During(GetState(plan.Undo!.State),
                Obey(RetrySaga, request => request.Then(Steps.Record).Undo(plan.Step, this)));
        }

        During(Parked,
            Obey(RetrySaga, request => request.Then(Steps.Record).ForTheStepSeen(this, (it, plan) => plan.Undo is null ? it.Start(plan.Step, this) : it.Undo(plan.Step, this))),
            Obey(
                ResolveSaga,
                request => request.Then(Steps.Record).ForTheStepSeen(this, (it, plan) => plan.Undo is null ? GoOnAfter(it, plan.Step) : it.UndoWhatCameBefore(plan.Step, this)),
                Steps.IsBeyondResolving));
    }

    /// <summary>The request is checked again: what was true when it was made may be over.</summary>
    EventActivities<TSaga> Obey<T>(
        Event<T> asked, Func<EventActivityBinder<TSaga, T>, EventActivityBinder<TSaga, T>> turn, StateMachineCondition<TSaga, T>? isBeyondResolving = null)
        where T : class, IOperatorRequest =>
        When(asked).IfElse(
            context => Situation.Of(context.Saga, Steps.Plan)?.IsStill(context.Message.Seen) == true,
            still => still.IfElse(
                isBeyondResolving ?? (_ => false),
                beyond => beyond.IgnoreBecause(Steps.WhyNotResolvable),
                settle => turn(settle).Because(context => context.Message.Reason)),
            over => over.IgnoreBecause("the saga has moved on since it was asked for"));
}
