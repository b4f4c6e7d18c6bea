using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Operators;
using Sagas.SagaTimeline;
using static Sagas.Contracts.EffectIntent;
using StepFailure = Sagas.OrderSaga.Orders.StepFailure;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>The turns that a saga of steps takes: each sends what it has to, arms the deadline of what it now waits for, and changes the state.</summary>
static class StepTurns
{
    extension<TSaga, TStep, T>(EventActivityBinder<TSaga, T> turn)
        where TSaga : StepSagaState<TStep>
        where TStep : struct, Enum
        where T : class
    {
        public EventActivityBinder<TSaga, T> Start(TStep step, StepSagaMachine<TSaga, TStep> machine) =>
            turn.Then(context => machine.Steps.Start(context.Saga, step))
                .Then(context => context.Saga.DefinitionHash ??= machine.Definition.Hash)
                .Send(step, Do, machine)
                .TransitionTo(WaitingFor(machine, step, Do));

        /// <summary>The saga goes back: the timeline says why, and the last step that may have had an effect is undone.</summary>
        public EventActivityBinder<TSaga, T> TurnRound(TStep last, StepSagaMachine<TSaga, TStep> machine) =>
            turn.Because(machine.Steps.WhyTurnedRound).Undo(last, machine);

        /// <summary>Has a step undone: in the first round, or in a new one when its undo was asked for before.</summary>
        public EventActivityBinder<TSaga, T> Undo(TStep step, StepSagaMachine<TSaga, TStep> machine) =>
            turn.Then(context => machine.Steps.StartUndo(context.Saga, step))
                .Send(step, EffectIntent.Undo, machine)
                .TransitionTo(WaitingFor(machine, step, EffectIntent.Undo));

        /// <summary>Nothing is left to undo.</summary>
        public EventActivityBinder<TSaga, T> CallOff(StepSagaMachine<TSaga, TStep> machine) =>
            turn.Because(machine.Steps.WhyTurnedRound)
                .ThenAsync(machine.Steps.CallOff)
                .End(machine.CalledOff, machine);

        /// <summary>Nothing is waited for any more.</summary>
        public EventActivityBinder<TSaga, T> End(State end, StepSagaMachine<TSaga, TStep> machine) =>
            turn.Unschedule(machine.StepDeadline).TransitionTo(end);

        /// <summary>Sends the command again at once, with all attempts to be had again.</summary>
        public EventActivityBinder<TSaga, T> AskAgain(TStep step, EffectIntent intent, StepSagaMachine<TSaga, TStep> machine) =>
            turn.Then(context => machine.Steps.BeginWaiting(context.Saga)).Send(step, intent, machine);

        /// <summary>Goes on as if the step had just been undone.</summary>
        public EventActivityBinder<TSaga, T> UndoWhatCameBefore(TStep step, StepSagaMachine<TSaga, TStep> machine) =>
            machine.Steps.Plan.Before(step) is { } before ? turn.Undo(before, machine) : turn.CallOff(machine);

        public EventActivityBinder<TSaga, T> SendAgain(TStep step, EffectIntent intent, StepSagaMachine<TSaga, TStep> machine) =>
            turn.Then(context => context.Saga.Attempt++).Send(step, intent, machine);

        /// <summary>The deadline stands in for the pause: when it passes, the command is sent again.</summary>
        public EventActivityBinder<TSaga, T> SendAgainLater(TStep step, EffectIntent intent, StepSagaMachine<TSaga, TStep> machine) =>
            turn.Schedule(
                machine.StepDeadline,
                context => Deadline(context.Saga, WaitingFor(machine, step, intent), context.Saga.Attempt),
                context => machine.Steps.DeadlineAfterFault(context.Saga, step, intent));

        /// <summary>The attempts are used up: the saga does what the plan says, which is to turn round or to wait for an operator.</summary>
        public EventActivityBinder<TSaga, T> GiveUp(TStep step, EffectIntent intent, StepFailure failure, StepSagaMachine<TSaga, TStep> machine)
        {
            if (intent == Do)
                turn = turn.Then(context => machine.Steps.GiveUp(context, step, failure));
            return machine.Steps.Plan.Of(step, intent).AtLast == AtLast.Compensate
                ? turn.TurnRound(step, machine)
                : turn.Then(context => machine.Steps.Park(context, step, intent, failure)).Rest(machine);
        }

        /// <summary>Stops in front of an operator.</summary>
        public EventActivityBinder<TSaga, T> Rest(StepSagaMachine<TSaga, TStep> machine) =>
            turn.Because(context => $"{context.Saga.ParkedBecause} Still owed: {machine.Steps.WhatIsOwed(context.Saga)}.").End(machine.Parked, machine);

        EventActivityBinder<TSaga, T> Send(TStep step, EffectIntent intent, StepSagaMachine<TSaga, TStep> machine) =>
            turn.ThenAsync(context => machine.Steps.SendCommand(context, step, intent)).Schedule(
                machine.StepDeadline,
                context => Deadline(context.Saga, WaitingFor(machine, step, intent), context.Saga.Attempt),
                context => machine.Steps.DeadlineAfterSending(context.Saga, step, intent));
    }

    /// <summary>Takes the turn that belongs to the step which an operator saw.</summary>
    public static EventActivityBinder<TSaga, T> ForTheStepSeen<TSaga, TStep, T>(
        this EventActivityBinder<TSaga, T> request,
        StepSagaMachine<TSaga, TStep> machine,
        Func<EventActivityBinder<TSaga, T>, StepPlan<TStep>, EventActivityBinder<TSaga, T>> turn)
        where TSaga : StepSagaState<TStep>
        where TStep : struct, Enum
        where T : class, IOperatorRequest =>
        machine.Steps.Plan.Steps.Reverse().Aggregate(
            request, (binder, plan) => binder.If(context => context.Message.Seen.Step == StepNames.Of(plan.Step), it => turn(it, plan)));

    static State WaitingFor<TSaga, TStep>(StepSagaMachine<TSaga, TStep> machine, TStep step, EffectIntent intent)
        where TSaga : StepSagaState<TStep>
        where TStep : struct, Enum =>
        machine.GetState(machine.Steps.Plan.Of(step, intent).State);

    static StepDeadlinePassed Deadline(SagaStateMachineInstance saga, State state, int attempt) =>
        new() { SagaId = saga.CorrelationId, State = state.Name, Attempt = attempt };
}
