using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.StepSagas;

public abstract partial class StepSagaMachine<TSaga, TStep>
{
    /// <summary>What every waiting state does when it does not get its reply: ask again, and in the end what the plan says.</summary>
    protected EventActivities<TSaga>[] WhenInTrouble<TCommand>(TStep step, EffectIntent intent, Event<Fault<TCommand>> faulted)
        where TCommand : class =>
    [
        When(StepDeadline.Received).IfElse(
            context => Steps.HasAttemptsLeft(context, step, intent),
            left => left.SendAgain(step, intent, this),
            used => used.GiveUp(step, intent, StepFailure.DeadlinePassed, this)),

        On(faulted, fault => fault.IfElse(
            context => Steps.HasAttemptsLeft(context, step, intent),
            left => left.SendAgainLater(step, intent, this),
            used => used.GiveUp(step, intent, StepFailure.AttemptsFailed, this))),
    ];
}
