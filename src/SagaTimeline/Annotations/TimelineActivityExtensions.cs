using MassTransit;
using Sagas.SagaTimeline.Annotations;

namespace Sagas.SagaTimeline;

/// <summary>Says, where a state machine is declared, what its timeline is to tell.</summary>
public static class TimelineActivityExtensions
{
    /// <summary>
    /// Lets an event pass in a state, and says why. Use it in place of <c>Ignore</c>, which returns before anything could record that the message came.
    /// </summary>
    /// <param name="binder">The event: <c>During(Confirmed, When(StockReserved).IgnoreBecause("the order is already confirmed"))</c>.</param>
    /// <param name="reason">Why, in words that a person debugging the saga understands. The timeline says "ignored: " before it.</param>
    public static EventActivityBinder<TSaga, TMessage> IgnoreBecause<TSaga, TMessage>(this EventActivityBinder<TSaga, TMessage> binder, string reason)
        where TSaga : class, SagaStateMachineInstance
        where TMessage : class =>
        binder.Add((IStateMachineActivity<TSaga>)new IgnoreBecauseActivity<TSaga>(reason));

    /// <inheritdoc cref="IgnoreBecause{TSaga,TMessage}" />
    public static EventActivityBinder<TSaga> IgnoreBecause<TSaga>(this EventActivityBinder<TSaga> binder, string reason)
        where TSaga : class, SagaStateMachineInstance =>
        binder.Add(new IgnoreBecauseActivity<TSaga>(reason));

    /// <summary>Says why the saga turns here: why it goes back, stops, or waits for an operator. Where the state stays the same, the reason is told and nothing has turned.</summary>
    /// <param name="binder">The event.</param>
    /// <param name="reason">Why. The timeline says "because " before it.</param>
    public static EventActivityBinder<TSaga, TMessage> Because<TSaga, TMessage>(
        this EventActivityBinder<TSaga, TMessage> binder, Func<BehaviorContext<TSaga, TMessage>, string> reason)
        where TSaga : class, SagaStateMachineInstance
        where TMessage : class =>
        binder.Add((IStateMachineActivity<TSaga>)new TellActivity<TSaga, BehaviorContext<TSaga, TMessage>>((draft, context) => draft.Because(reason(context))));

    /// <inheritdoc cref="Because{TSaga,TMessage}" />
    public static EventActivityBinder<TSaga> Because<TSaga>(this EventActivityBinder<TSaga> binder, Func<BehaviorContext<TSaga>, string> reason)
        where TSaga : class, SagaStateMachineInstance =>
        binder.Add(new TellActivity<TSaga, BehaviorContext<TSaga>>((draft, context) => draft.Because(reason(context))));

    /// <summary>Says who caused the event, when the message names a person; a header may name one without this.</summary>
    /// <param name="binder">The event.</param>
    /// <param name="actor">Who; <c>null</c> for nobody.</param>
    public static EventActivityBinder<TSaga, TMessage> By<TSaga, TMessage>(
        this EventActivityBinder<TSaga, TMessage> binder, Func<BehaviorContext<TSaga, TMessage>, string?> actor)
        where TSaga : class, SagaStateMachineInstance
        where TMessage : class =>
        binder.Add((IStateMachineActivity<TSaga>)new TellActivity<TSaga, BehaviorContext<TSaga, TMessage>>((draft, context) => draft.By(actor(context))));

    /// <inheritdoc cref="By{TSaga,TMessage}" />
    public static EventActivityBinder<TSaga> By<TSaga>(this EventActivityBinder<TSaga> binder, Func<BehaviorContext<TSaga>, string?> actor)
        where TSaga : class, SagaStateMachineInstance =>
        binder.Add(new TellActivity<TSaga, BehaviorContext<TSaga>>((draft, context) => draft.By(actor(context))));
}
