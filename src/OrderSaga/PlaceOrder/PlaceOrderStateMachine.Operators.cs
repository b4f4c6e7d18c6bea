using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.PlaceOrder;

public sealed partial class PlaceOrderStateMachine
{
    internal const string ParcelHasLeft = "the parcel has left, so its cancellation can't be taken as settled: retry, and Shipping's answer confirms the order";

    /// <summary>What operators can have done: a step or an undo asked for again, an undo taken as settled, or the order turned round.</summary>
    void ObeyOperators()
    {
        foreach (var plan in Steps.Plan.Steps)
        {
            // Asked for again under the same key: with another one, an effect whose reply was lost would be made twice.
            During(GetState(plan.Do.State),
                Obey(RetrySaga, request => request.Then(Steps.Record).AskAgain(plan.Step, EffectIntent.Do, this)),
                Obey(CompensateSaga, request => request.Then(Steps.Record).TurnRound(plan.Step, this)));
        }

        foreach (var plan in Steps.Plan.Steps.Where(plan => plan.Undo is not null))
        {
            // In a new round: the participant looks again, where the old key would only repeat what it said.
            During(GetState(plan.Undo!.State),
                Obey(RetrySaga, request => request.Then(Steps.Record).Undo(plan.Step, this)));
        }

        During(Parked,
            Obey(RetrySaga, request => request.Then(Steps.Record).ForTheStepSeen(this, (it, step) => it.Undo(step, this))),
            Obey(ResolveSaga, request => request.Then(Steps.Record).ForTheStepSeen(this, (it, step) => it.UndoWhatCameBefore(step, this)), PlaceOrderSteps.ParcelHasLeft));
    }

    /// <summary>The request is checked again: what was true when it was made may be over.</summary>
    EventActivities<PlaceOrderState> Obey<T>(
        Event<T> asked,
        Func<EventActivityBinder<PlaceOrderState, T>, EventActivityBinder<PlaceOrderState, T>> turn,
        StateMachineCondition<PlaceOrderState, T>? parcelHasLeft = null)
        where T : class, IOperatorRequest =>
        When(asked).By(context => context.Message.Operator).IfElse(
            context => Situation.Of(context.Saga, Steps.Plan) == context.Message.Seen,
            still => still.IfElse(
                parcelHasLeft ?? (_ => false),
                left => left.IgnoreBecause(ParcelHasLeft),
                settle => turn(settle).Because(context => context.Message.Reason)),
            over => over.IgnoreBecause("the saga has moved on since it was asked for"));
}
