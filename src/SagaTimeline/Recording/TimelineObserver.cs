using MassTransit;

namespace Sagas.SagaTimeline.Recording;

/// <summary>Sees a saga before its state machine acts on a message, and which of a schedule's events it raises.</summary>
sealed class TimelineObserver<TSaga>(SagaShape<TSaga> shape) : IEventObserver<TSaga>
    where TSaga : class, SagaStateMachineInstance
{
    public Task PreExecute(BehaviorContext<TSaga> context)
    {
        if (StepDraft.Of(context) is not { } draft)
            return Task.CompletedTask;

        // An event that the machine raises while it acts is part of the same step.
        if (!draft.HasBegun)
        {
            var state = shape.StateOf(context.Saga);
            var isNew = state is null || state == context.StateMachine.Initial.Name;
            draft.Begin(state, isNew ? null : shape.Capture(context.Saga));
        }

        draft.NoteEvent(context.Event.Name);
        return Task.CompletedTask;
    }

    public Task PreExecute<T>(BehaviorContext<TSaga, T> context)
        where T : class =>
        PreExecute((BehaviorContext<TSaga>)context);

    public Task PostExecute(BehaviorContext<TSaga> context) => Task.CompletedTask;

    public Task PostExecute<T>(BehaviorContext<TSaga, T> context)
        where T : class =>
        Task.CompletedTask;

    public Task ExecuteFault(BehaviorContext<TSaga> context, Exception exception) => Task.CompletedTask;

    public Task ExecuteFault<T>(BehaviorContext<TSaga, T> context, Exception exception)
        where T : class =>
        Task.CompletedTask;
}
