using System.Linq.Expressions;
using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Operators;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>
/// A saga that does steps one after the other, undoes them in reverse, and is parked in front of an operator when its patience ends. A machine of this kind says
/// what its messages are and which turn follows which answer; asking again, giving up, operators and whatever comes late are the same for all.
/// </summary>
public abstract partial class StepSagaMachine<TSaga, TStep> : MassTransitStateMachine<TSaga>
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
{
    readonly Dictionary<Event, Delegate> _effectKeys = [];
    readonly Lazy<MachineDefinition> _definition;
    readonly List<Action> _ignoring = [];

    protected StepSagaMachine()
    {
        _definition = new Lazy<MachineDefinition>(() => MachineDefinition.Of(this));
        InstanceState(saga => saga.CurrentState);
        Schedule(() => StepDeadline, saga => saga.DeadlineToken, timer => timer.Received = e => e.CorrelateById(context => context.Message.SagaId));
    }

    internal abstract StepSagaSteps<TSaga, TStep> Steps { get; }

    /// <summary>What this machine does, state by state.</summary>
    internal MachineDefinition Definition => _definition.Value;

    /// <summary>Where a saga ends of which nothing is left to undo.</summary>
    internal abstract State CalledOff { get; }

    // Stored by name and for ever.
    public State Parked { get; } = null!;

    public Event<RetrySaga> RetrySaga { get; } = null!;
    public Event<ResolveSaga> ResolveSaga { get; } = null!;
    public Event<CompensateSaga> CompensateSaga { get; } = null!;

    public Schedule<TSaga, StepDeadlinePassed> StepDeadline { get; } = null!;

    /// <summary>The turn that follows a step without an undo, once it is done.</summary>
    internal virtual EventActivityBinder<TSaga, T> GoOnAfter<T>(EventActivityBinder<TSaga, T> turn, TStep step)
        where T : class =>
        throw new InvalidOperationException($"{step} can be undone, so nobody has to lead on from it.");

    /// <summary>Correlates an event with the saga that it names.</summary>
    protected void By<T>(Expression<Func<Event<T>>> name, Func<T, Guid> sagaId, Action<IEventCorrelationConfigurator<TSaga, T>>? more = null)
        where T : class
    {
        Event(name, e =>
        {
            e.CorrelateById(context => sagaId(context.Message));
            more?.Invoke(e);
        });
        var @event = name.Compile()();
        _ignoring.Add(() => IgnoreElsewhere(@event));
    }

    /// <summary>Replies echo the command's effect key, which names the saga.</summary>
    protected void By<T>(Expression<Func<Event<T>>> name, Func<T, EffectKey> key)
        where T : class
    {
        By(name, message => key(message).SagaId);
        _effectKeys.Add(name.Compile()(), key);
    }

    protected void CorrelateOperators()
    {
        By(() => RetrySaga, request => request.SagaId);
        By(() => ResolveSaga, request => request.SagaId);
        By(() => CompensateSaga, request => request.SagaId);
        _ignoring.Add(() => IgnoreElsewhere(StepDeadline.Received));
    }

    /// <summary>Takes the turn when the message answers what the saga asks now. An answer from another round is late: the present round's will come, or its deadline.</summary>
    protected EventActivities<TSaga> On<T>(Event<T> answer, Func<EventActivityBinder<TSaga, T>, EventActivityBinder<TSaga, T>> turn)
        where T : class
    {
        var keyOf = (Func<T, EffectKey>)_effectKeys[answer];
        return When(answer).IfElse(
            context => Steps.IsOfThisRound(context.Saga, keyOf(context.Message)),
            turn,
            late => late.IgnoreBecause("late: it answers another round, and the present one's answer decides"));
    }
}
