using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using Sagas.SagaTimeline;
using StepFailure = Sagas.OrderSaga.Orders.StepFailure;
using static Sagas.Contracts.EffectIntent;
using static Sagas.OrderSaga.Orders.OrderStep;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>The turns that a saga takes: each sends what it has to, arms the deadline of what it now waits for, and changes the state.</summary>
static class PlaceOrderTurns
{
    public static EventActivityBinder<PlaceOrderState, T> Start<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Then(context => PlaceOrderSteps.Start(context.Saga, step, Do))
            .Send(step, Do, machine)
            .TransitionTo(machine.WaitingFor(step, Do));

    /// <summary>The saga goes back: the timeline says why, and the last step that may have had an effect is undone.</summary>
    public static EventActivityBinder<PlaceOrderState, T> TurnRound<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep last, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Because(context => PlaceOrderSteps.Reason(context).ToString()).Undo(last, machine);

    public static EventActivityBinder<PlaceOrderState, T> Undo<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Then(context => PlaceOrderSteps.Start(context.Saga, step, EffectIntent.Undo))
            .Send(step, EffectIntent.Undo, machine)
            .TransitionTo(machine.WaitingFor(step, EffectIntent.Undo));

    /// <summary>Nothing is left to undo.</summary>
    public static EventActivityBinder<PlaceOrderState, T> Cancel<T>(this EventActivityBinder<PlaceOrderState, T> turn, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Because(context => PlaceOrderSteps.Reason(context).ToString())
            .ThenAsync(machine.Steps.Cancel)
            .Unschedule(machine.StepDeadline)
            .TransitionTo(machine.Cancelled);

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

    public static EventActivityBinder<PlaceOrderState, T> Park<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, StepFailure failure, PlaceOrderStateMachine machine)
        where T : class =>
        turn.Then(context => machine.Steps.Park(context, step, failure))
            .Because(context => context.Saga.ParkedBecause!)
            .Unschedule(machine.StepDeadline)
            .TransitionTo(machine.Parked);

    static EventActivityBinder<PlaceOrderState, T> Send<T>(
        this EventActivityBinder<PlaceOrderState, T> turn, OrderStep step, EffectIntent intent, PlaceOrderStateMachine machine)
        where T : class =>
        turn.ThenAsync(context => machine.Steps.SendCommand(context, step, intent)).Schedule(
            machine.StepDeadline,
            context => Deadline(context.Saga, machine.WaitingFor(step, intent)),
            context => machine.Steps.DeadlineAfterSending(context.Saga, step, intent));

    static State WaitingFor(this PlaceOrderStateMachine machine, OrderStep step, EffectIntent intent) => (step, intent) switch
    {
        (ReserveStock, Do) => machine.ReservingStock,
        (CapturePayment, Do) => machine.CapturingPayment,
        (CreateShipment, Do) => machine.CreatingShipment,
        (CreateShipment, _) => machine.CancellingShipment,
        (CapturePayment, _) => machine.RefundingPayment,
        _ => machine.UnreservingStock,
    };

    static StepDeadlinePassed Deadline(PlaceOrderState saga, State state) =>
        new() { SagaId = saga.CorrelationId, State = state.Name, Attempt = saga.Attempt };
}
