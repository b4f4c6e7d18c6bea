using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.SagaTimeline;
using StepFailure = Sagas.OrderSaga.Orders.StepFailure;
using static Sagas.Contracts.EffectIntent;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>The turns that a saga takes: each sends what it has to, arms the deadline of what it now waits for, and changes the state.</summary>
static class PlaceOrderTurns
{
    public static EventActivityBinder<PlaceOrderState, T> Start<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Then(context => machine.Steps.Start(context.Saga, step))
            .Send(step, Do, machine)
            .TransitionTo(machine.WaitingFor(step, Do));

    /// <summary>The saga goes back: the timeline says why, and the last step that may have had an effect is undone.</summary>
    public static EventActivityBinder<PlaceOrderState, T> TurnRound<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep last, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Because(context => PlaceOrderSteps.Reason(context).ToString()).Undo(last, machine);

    /// <summary>Has a step undone: in the first round, or in a new one when its undo was asked for before.</summary>
    public static EventActivityBinder<PlaceOrderState, T> Undo<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Then(context => machine.Steps.StartUndo(context.Saga, step))
            .Send(step, EffectIntent.Undo, machine)
            .TransitionTo(machine.WaitingFor(step, EffectIntent.Undo));

    /// <summary>Nothing is left to undo.</summary>
    public static EventActivityBinder<PlaceOrderState, T> Cancel<T>(this EventActivityBinder<PlaceOrderState, T> turn, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Because(context => PlaceOrderSteps.Reason(context).ToString())
            .ThenAsync(machine.Steps.Cancel)
            .Unschedule(machine.StepDeadline)
            .TransitionTo(machine.Cancelled);

    /// <summary>Sends the command again at once, with all attempts to be had again.</summary>
    public static EventActivityBinder<PlaceOrderState, T> AskAgain<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, EffectIntent intent, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Then(context => machine.Steps.BeginWaiting(context.Saga)).Send(step, intent, machine);

    /// <summary>Goes on as if the step had just been undone.</summary>
    public static EventActivityBinder<PlaceOrderState, T> UndoWhatCameBefore<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, PlaceOrderStateMachine machine)
        where T : class =>
        machine.Steps.Plan.Before(step) is { } before ? turn.Undo(before, machine) : turn.Cancel(machine);

    /// <summary>Takes the turn that belongs to the step which an operator saw.</summary>
    public static EventActivityBinder<PlaceOrderState, T> ForTheStepSeen<T>(
        this EventActivityBinder<PlaceOrderState, T> request,
        PlaceOrderStateMachine machine,
        Func<EventActivityBinder<PlaceOrderState, T>, OrderStep, EventActivityBinder<PlaceOrderState, T>> turn)
        where T : class, IOperatorRequest =>
        machine.Steps.Plan.Steps.Reverse().Aggregate(
            request, (binder, plan) => binder.If(context => context.Message.Seen.Step == plan.Step, it => turn(it, plan.Step)));

    public static EventActivityBinder<PlaceOrderState, T> SendAgain<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, EffectIntent intent, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Then(context => context.Saga.Attempt++).Send(step, intent, machine);

    /// <summary>The deadline stands in for the pause: when it passes, the command is sent again.</summary>
    public static EventActivityBinder<PlaceOrderState, T> SendAgainLater<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, EffectIntent intent, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Schedule(
            machine.StepDeadline,
            context => Deadline(context.Saga, machine.WaitingFor(step, intent)),
            context => machine.Steps.DeadlineAfterFault(context.Saga, step, intent));

    public static EventActivityBinder<PlaceOrderState, T> Confirm<T>(this EventActivityBinder<PlaceOrderState, T> turn, PlaceOrderStateMachine machine)
        where T : class =>
        turn.ThenAsync(machine.Steps.Confirm).Unschedule(machine.StepDeadline).TransitionTo(machine.Confirmed);

    /// <summary>The attempts are used up: the saga does what the plan says, which is to turn round or to wait for an operator.</summary>
    public static EventActivityBinder<PlaceOrderState, T> GiveUp<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, EffectIntent intent, StepFailure failure, PlaceOrderStateMachine machine)
        where T : class
    {
        if (intent == Do)
            turn = turn.Then(context => machine.Steps.GiveUp(context, step, failure));
        if (machine.Steps.Plan.Of(step, intent).AtLast == AtLast.Compensate)
            return turn.TurnRound(step, machine);
        return turn.Then(context => machine.Steps.Park(context, step, intent, failure))
            .Because(context => $"{context.Saga.ParkedBecause} Still owed: the undo of {string.Join(" and ", context.Saga.Owed())}.")
            .Unschedule(machine.StepDeadline)
            .TransitionTo(machine.Parked);
    }

    static EventActivityBinder<PlaceOrderState, T> Send<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, EffectIntent intent, PlaceOrderStateMachine machine)
        where T : class =>
        turn.ThenAsync(context => machine.Steps.SendCommand(context, step, intent)).Schedule(
            machine.StepDeadline,
            context => Deadline(context.Saga, machine.WaitingFor(step, intent)),
            context => machine.Steps.DeadlineAfterSending(context.Saga, step, intent));

    static State WaitingFor(this PlaceOrderStateMachine machine, OrderStep step, EffectIntent intent) =>
        machine.GetState(machine.Steps.Plan.Of(step, intent).State);

    static StepDeadlinePassed Deadline(PlaceOrderState saga, State state) =>
        new() { SagaId = saga.CorrelationId, State = state.Name, Attempt = saga.Attempt };
}
