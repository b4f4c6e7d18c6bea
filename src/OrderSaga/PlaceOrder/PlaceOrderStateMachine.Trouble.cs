using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.PlaceOrder;

public sealed partial class PlaceOrderStateMachine
{
    /// <summary>What every forward state does when it does not get its reply: ask again, and in the end, or when the customer asks for it, turn round.</summary>
    EventActivities<PlaceOrderState>[] WhenInTrouble<TCommand>(OrderStep step, Event<Fault<TCommand>> faulted)
        where TCommand : class =>
    [
        When(CancelOrder).Then(Steps.Record).TurnRound(step, this),

        When(StepDeadline.Received).IfElse(
            context => Steps.HasAttemptsLeft(context, step, EffectIntent.Do),
            left => left.SendAgain(step, EffectIntent.Do, this),
            used => used.Then(context => Steps.GiveUp(context, step, StepFailure.DeadlinePassed)).TurnRound(step, this)),

        When(faulted).IfElse(
            context => Steps.HasAttemptsLeft(context, step, EffectIntent.Do),
            left => left.SendAgainLater(step, EffectIntent.Do, this),
            used => used.Then(context => Steps.GiveUp(context, step, StepFailure.AttemptsFailed)).TurnRound(step, this)),
    ];

    /// <summary>An undo can't turn round: it is asked for again with growing delay, and in the end an operator is.</summary>
    EventActivities<PlaceOrderState>[] WhenUndoInTrouble<TCommand>(OrderStep step, Event<Fault<TCommand>> faulted)
        where TCommand : class =>
    [
        When(StepDeadline.Received).IfElse(
            context => Steps.HasAttemptsLeft(context, step, EffectIntent.Undo),
            left => left.SendAgain(step, EffectIntent.Undo, this),
            used => used.Park(step, StepFailure.DeadlinePassed, this)),

        When(faulted).IfElse(
            context => Steps.HasAttemptsLeft(context, step, EffectIntent.Undo),
            left => left.SendAgainLater(step, EffectIntent.Undo, this),
            used => used.Park(step, StepFailure.AttemptsFailed, this)),
    ];
}
