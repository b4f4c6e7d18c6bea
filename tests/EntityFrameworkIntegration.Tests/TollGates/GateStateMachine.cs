using MassTransit;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>A gate counts the cars that pass, and closes when its time has come.</summary>
public sealed class GateStateMachine : MassTransitStateMachine<Gate>
{
    public GateStateMachine(Trouble trouble)
    {
        InstanceState(gate => gate.CurrentState);
        Event(() => Opening, e => e.CorrelateById(context => context.Message.GateId));
        Event(() => Car, e => e.CorrelateById(context => context.Message.GateId));
        Event(() => CloseLater, e => e.CorrelateById(context => context.Message.GateId));
        Event(() => KeepOpen, e => e.CorrelateById(context => context.Message.GateId));
        Event(() => ChangeOfMind, e => e.CorrelateById(context => context.Message.GateId));
        Event(() => Demolition, e => e.CorrelateById(context => context.Message.GateId));
        Event(() => Inspection, e =>
        {
            e.CorrelateById(context => context.Message.GateId);
            e.ReadOnly = true;
        });
        Schedule(() => Closing, gate => gate.ClosingToken, schedule => schedule.Received = e => e.CorrelateById(context => context.Message.GateId));

        Initially(
            When(Opening)
                .Publish(context => new GateOpened(context.Saga.CorrelationId))
                .ThenAsync(context => trouble.MeetAsync(context.Message))
                .TransitionTo(Open));

        During(Open,
            Ignore(Opening),
            When(Car)
                .Then(context => context.Saga.Cars++)
                .Publish(
                    context => new CarPassed(context.Saga.CorrelationId, context.Message.Plate, context.Saga.Cars),
                    publish => publish.Headers.Set("Car", $"{publish.Message.Plate} at {publish.Message.GateId}"))
                .ThenAsync(context => trouble.MeetAsync(context.Message)),
            When(Inspection)
                .Then(context => context.Saga.Cars += 1000)
                .Publish(context => new GateInspected(context.Saga.CorrelationId, context.Saga.Cars)),
            When(CloseLater)
                .Schedule(Closing, context => new ClosingTime(context.Saga.CorrelationId), context => context.Message.After),
            When(KeepOpen)
                .Unschedule(Closing),
            When(ChangeOfMind)
                .Schedule(Closing, context => new ClosingTime(context.Saga.CorrelationId), _ => TimeSpan.FromMinutes(5))
                .Unschedule(Closing),
            When(Closing.Received)
                .ThenAsync(context => trouble.MeetAsync(context.Message))
                .Publish(context => new GateClosed(context.Saga.CorrelationId))
                .TransitionTo(Closed),
            When(Demolition)
                .Publish(context => new GateDemolished(context.Saga.CorrelationId, context.Saga.Cars))
                .ThenAsync(context => trouble.MeetAsync(context.Message))
                .Finalize());

        SetCompletedWhenFinalized();
    }

    public State Open { get; } = null!;

    public State Closed { get; } = null!;

    public Event<OpenGate> Opening { get; } = null!;

    public Event<CarArrived> Car { get; } = null!;

    public Event<CloseGateLater> CloseLater { get; } = null!;

    public Event<KeepGateOpen> KeepOpen { get; } = null!;

    public Event<CloseGateAtTheLastMoment> ChangeOfMind { get; } = null!;

    public Event<InspectGate> Inspection { get; } = null!;

    public Event<DemolishGate> Demolition { get; } = null!;

    public Schedule<Gate, ClosingTime> Closing { get; } = null!;
}
