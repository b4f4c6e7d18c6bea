using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>What every saga of steps does: starts a step, undoes it, counts attempts and deadlines, and parks. What a step is, and what the order is told, the saga says.</summary>
public abstract class StepSagaSteps<TSaga, TStep>(SagaPlan<TStep> plan, TimeProvider clock)
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
{
    public SagaPlan<TStep> Plan => plan;

    protected TimeProvider Clock => clock;

    public abstract Task SendCommand(BehaviorContext<TSaga> context, TStep step, EffectIntent intent);

    /// <summary>Tells the order that a step's attempts are used up.</summary>
    public abstract void GiveUp(BehaviorContext<TSaga> context, TStep step, StepFailure failure);

    /// <summary>Ends a saga of which nothing is left to undo.</summary>
    public abstract Task CallOff(BehaviorContext<TSaga> context);

    /// <summary>Why the saga has turned round.</summary>
    public abstract string WhyTurnedRound(BehaviorContext<TSaga> context);

    // What operators asked for, in the words of whoever asked.

    /// <summary>What the order keeps of a request, whatever the saga then makes of it.</summary>
    public virtual OrderCommand Asked(TSaga saga, Guid requestId, OperatorRequest request, string reason, string by) =>
        new OrderCommand.RequestByOperator(requestId, request, reason, by);

    public abstract void Record(BehaviorContext<TSaga, RetrySaga> context);

    public abstract void Record(BehaviorContext<TSaga, ResolveSaga> context);

    public abstract void Record(BehaviorContext<TSaga, CompensateSaga> context);

    /// <summary>What an operator has to see to, in words.</summary>
    public string WhatIsOwed(TSaga saga) =>
        string.Join(" and ", saga.Owed().Select(step => plan.Of(step).Undo is null ? $"{step}" : $"the undo of {step}"));

    /// <summary>Why some things can't be settled on an operator's word.</summary>
    public abstract string WhyNotResolvable { get; }

    /// <summary>Whether a step is past anybody's word.</summary>
    public abstract bool IsBeyondResolving(OrderState order, TStep step);

    public bool IsBeyondResolving(BehaviorContext<TSaga, ResolveSaga> context) =>
        StepNames.Find<TStep>(context.Message.Seen.Step) is not { } step || IsBeyondResolving(OrderStream.Of(context).State, step);

    /// <summary>An answer is checked against the effect that the saga asks for in its present state and round.</summary>
    public bool IsOfThisRound(TSaga saga, EffectKey answered) =>
        plan.In(saga.CurrentState) is { } now && saga.KeyOf(now.Step, now.Intent) == answered;

    public bool HasAttemptsLeft(BehaviorContext<TSaga> context, TStep step, EffectIntent intent) =>
        context.Saga.Attempt < Patience(step, intent).Attempts;

    /// <summary>Marks the first sending of a step in a round. From now on its outcome may be unknown, so a step that can be undone has to be, should the saga turn round.</summary>
    public virtual void Start(TSaga saga, TStep step)
    {
        saga.BeginRound(step);
        if (plan.Of(step).Undo is not null)
            saga.SetUndo(step, Compensation.Required);
        saga.ParkedBecause = null;
        BeginWaiting(saga);
    }

    /// <summary>Marks the first sending of an undo in a round: in the first, or in a new one when it was asked for before.</summary>
    public virtual void StartUndo(TSaga saga, TStep step)
    {
        saga.UndoRound = saga.UndoOf(step) == Compensation.Required ? 1 : saga.UndoRound + 1;
        saga.SetUndo(step, Compensation.Issued);
        saga.ParkedBecause = null;
        BeginWaiting(saga);
    }

    /// <summary>All attempts are to be had again.</summary>
    public void BeginWaiting(TSaga saga)
    {
        saga.Attempt = 1;
        saga.WaitingSince = clock.GetUtcNow();
    }

    public virtual void Park(BehaviorContext<TSaga> context, TStep step, EffectIntent intent, StepFailure failure)
    {
        var saga = context.Saga;
        if (intent == EffectIntent.Undo)
            saga.SetUndo(step, Compensation.Failed);
        var what = intent == EffectIntent.Undo ? $"The undo of {step}" : $"{step}";
        saga.ParkedBecause = failure == StepFailure.DeadlinePassed
            ? $"{what} was not answered in {AttemptCount.InWords(saga.Attempt)}."
            : $"{what} failed in {AttemptCount.InWords(saga.Attempt)}.";
        Rest(saga);
        Decide(context, Parking(saga));
    }

    public DateTime DeadlineAfterSending(TSaga saga, TStep step, EffectIntent intent) =>
        Due(saga, Patience(step, intent).DeadlineOf(saga.Attempt));

    public DateTime DeadlineAfterFault(TSaga saga, TStep step, EffectIntent intent) =>
        Due(saga, Patience(step, intent).RetryDelayAfter(saga.Attempt));

    /// <summary>What the order is told of a saga that was parked.</summary>
    protected abstract OrderCommand Parking(TSaga saga);

    /// <summary>From now on no participant is waited for, but an operator.</summary>
    protected void Rest(TSaga saga)
    {
        saga.DeadlineAt = null;
        saga.WaitingSince = clock.GetUtcNow();
    }

    protected void Begin(TSaga saga)
    {
        saga.DefinitionVersion = plan.DefinitionVersion;
        saga.StartedAt = saga.UpdatedAt = clock.GetUtcNow();
    }

    protected virtual void End(TSaga saga)
    {
        saga.ParkedBecause = null;
        saga.DeadlineAt = null;
        saga.WaitingSince = null;
        saga.EndedAt = clock.GetUtcNow();
    }

    protected void Decide(BehaviorContext<TSaga> context, OrderCommand command, IOperatorRequest by)
    {
        OrderStream.Of(context).By(by.Operator, by.Reason);
        Decide(context, command);
    }

    protected void Decide(BehaviorContext<TSaga> context, OrderCommand command)
    {
        OrderStream.Of(context).Decide(command);
        context.Saga.UpdatedAt = clock.GetUtcNow();
    }

    /// <summary>A participant refused: there is no effect, and will be none.</summary>
    protected void Refused(BehaviorContext<TSaga> context, TStep step, OrderCommand report)
    {
        Decide(context, report);
        context.Saga.SetUndo(step, Compensation.NotNeeded);
    }

    protected void Undone(BehaviorContext<TSaga> context, TStep step, OrderCommand report)
    {
        Decide(context, report);
        context.Saga.SetUndo(step, Compensation.Confirmed);
    }

    /// <summary>Replies and faults come back to the saga's own endpoint, under an address that holds on every host and transport.</summary>
    protected Task Send<T>(BehaviorContext<TSaga> context, string endpoint, T command)
        where T : class =>
        context.Send(Endpoints.Address(endpoint), command, send =>
        {
            send.ResponseAddress = Endpoints.Address(plan.Endpoint);
            send.FaultAddress = Endpoints.Address(plan.Endpoint);
        });

    DateTime Due(TSaga saga, TimeSpan delay)
    {
        saga.UpdatedAt = clock.GetUtcNow();
        saga.DeadlineAt = saga.UpdatedAt + delay;
        return saga.DeadlineAt.Value.UtcDateTime;
    }

    StepPolicy Patience(TStep step, EffectIntent intent) => plan.Of(step, intent).Patience!;
}
