using MassTransit;
using Sagas.SagaTimeline.Recording;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Annotations;

/// <summary>An activity that only tells the timeline something, and does nothing where none is recorded.</summary>
abstract class AnnotationActivity<TSaga> : IStateMachineActivity<TSaga>, IAnnotation
    where TSaga : class, SagaStateMachineInstance
{
    public virtual string? IgnoreReason => null;

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    public void Probe(ProbeContext context) => context.CreateScope("timeline");

    public Task Execute(BehaviorContext<TSaga> context, IBehavior<TSaga> next)
    {
        Annotate(context);
        return next.Execute(context);
    }

    public Task Execute<T>(BehaviorContext<TSaga, T> context, IBehavior<TSaga, T> next)
        where T : class
    {
        Annotate(context);
        return next.Execute(context);
    }

    public Task Faulted<TException>(BehaviorExceptionContext<TSaga, TException> context, IBehavior<TSaga> next)
        where TException : Exception =>
        next.Faulted(context);

    public Task Faulted<T, TException>(BehaviorExceptionContext<TSaga, T, TException> context, IBehavior<TSaga, T> next)
        where T : class
        where TException : Exception =>
        next.Faulted(context);

    protected abstract void Annotate(StepDraft draft, BehaviorContext<TSaga> context);

    void Annotate(BehaviorContext<TSaga> context)
    {
        if (StepDraft.Of(context) is { } draft)
            Annotate(draft, context);
    }
}

/// <summary>Tells an activity that acts from one that only annotates.</summary>
interface IAnnotation
{
    /// <summary>Why the event is let pass; <c>null</c> when it is not.</summary>
    string? IgnoreReason { get; }
}

sealed class IgnoreBecauseActivity<TSaga>(string reason) : AnnotationActivity<TSaga>
    where TSaga : class, SagaStateMachineInstance
{
    public override string IgnoreReason => reason;

    protected override void Annotate(StepDraft draft, BehaviorContext<TSaga> context)
    {
        draft.Ignore(reason);
        context.GetPayload<IUnitOfWork>().Note(new JournalEntry.LetPass(reason));
    }
}

sealed class TellActivity<TSaga, TContext>(Action<StepDraft, TContext> tell) : AnnotationActivity<TSaga>
    where TSaga : class, SagaStateMachineInstance
    where TContext : BehaviorContext<TSaga>
{
    protected override void Annotate(StepDraft draft, BehaviorContext<TSaga> context) => tell(draft, (TContext)context);
}
