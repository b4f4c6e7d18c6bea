using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

public sealed record FormCaravan(Guid CaravanId, string Road);

public sealed record JoinCaravan(Guid CaravanId, string Plate, Guid CrossingId);

/// <summary>The handler changes the caravan, and the change must not be kept.</summary>
public sealed record CountCaravan(Guid CaravanId);

public sealed record CaravanCounted(Guid CaravanId, int Stops);

public sealed record DissolveCaravan(Guid CaravanId);

/// <summary>To all caravans of a road.</summary>
public sealed record CloseRoad(string Road);

/// <summary>To the caravan of a road, or to a new one.</summary>
public sealed record ReachBorder(string Road, string Border);

public sealed record CaravanGrew(Guid CaravanId, int Wagons);

public sealed record CaravanStopped(Guid CaravanId, string Road);

public sealed record CaravanDissolved(Guid CaravanId);

public sealed record RoadWasEmpty(string Road);

/// <summary>Caravans grow and are dissolved; messages reach them by their id or by their road.</summary>
public sealed class CaravanStateMachine : MassTransitStateMachine<Caravan>
{
    public CaravanStateMachine(Trouble trouble)
    {
        InstanceState(caravan => caravan.CurrentState);
        Event(() => Forming, e =>
        {
            e.CorrelateById(context => context.Message.CaravanId);
            e.InsertOnInitial = true;
            e.SetSagaFactory(context => new Caravan { CorrelationId = context.Message.CaravanId });
        });
        Event(() => Counting, e =>
        {
            e.CorrelateById(context => context.Message.CaravanId);
            e.ReadOnly = true;
        });
        Event(() => Joining, e => e.CorrelateById(context => context.Message.CaravanId));
        Event(() => Dissolving, e => e.CorrelateById(context => context.Message.CaravanId));
        Event(() => Closing, e =>
        {
            e.CorrelateBy((caravan, context) => caravan.Road == context.Message.Road);
            e.OnMissingInstance(missing => missing.ExecuteAsync(context => context.Publish(new RoadWasEmpty(context.Message.Road))));
        });
        Event(() => Border, e => e.CorrelateBy((caravan, context) => caravan.Road == context.Message.Road).SelectId(_ => Guid.CreateVersion7()));

        Initially(
            When(Forming)
                .Then(context => context.Saga.Road = context.Message.Road)
                .TransitionTo(Travelling),
            When(Border)
                .Then(context => context.Saga.Road = context.Message.Road)
                .Then(context => context.Saga.Borders = [context.Message.Border])
                .TransitionTo(Travelling));

        During(Travelling,
            Ignore(Forming),
            When(Joining)
                .Then(context => context.Saga.Wagons.Add(new Wagon { Plate = context.Message.Plate }))
                .Activity(activity => activity.OfType<Bookkeeping>())
                .Publish(context => new CaravanGrew(context.Saga.CorrelationId, context.Saga.Wagons.Count))
                .ThenAsync(context => trouble.MeetAsync(context.Message)),
            When(Counting)
                .Then(context => context.Saga.Stops += 1000)
                .Publish(context => new CaravanCounted(context.Saga.CorrelationId, context.Saga.Stops)),
            When(Border)
                .Then(context => context.Saga.Borders = [.. context.Saga.Borders, context.Message.Border]),
            When(Closing)
                .Then(context => context.Saga.Stops++)
                .Publish(context => new CaravanStopped(context.Saga.CorrelationId, context.Saga.Road))
                .ThenAsync(context => trouble.MeetAsync(context.Message)),
            When(Dissolving)
                .Publish(context => new CaravanDissolved(context.Saga.CorrelationId))
                .Finalize());

        SetCompletedWhenFinalized();
    }

    public State Travelling { get; } = null!;

    public Event<FormCaravan> Forming { get; } = null!;

    public Event<JoinCaravan> Joining { get; } = null!;

    public Event<CountCaravan> Counting { get; } = null!;

    public Event<DissolveCaravan> Dissolving { get; } = null!;

    public Event<CloseRoad> Closing { get; } = null!;

    public Event<ReachBorder> Border { get; } = null!;
}

/// <summary>An activity that saves through the DbContext that is injected into it.</summary>
public sealed class Bookkeeping(TollDbContext database) : IStateMachineActivity<Caravan, JoinCaravan>
{
    public async Task Execute(BehaviorContext<Caravan, JoinCaravan> context, IBehavior<Caravan, JoinCaravan> next)
    {
        database.Add(new Crossing(context.Message.CrossingId));
        await database.SaveChangesAsync(context.CancellationToken);
        await next.Execute(context);
    }

    public Task Faulted<TException>(BehaviorExceptionContext<Caravan, JoinCaravan, TException> context, IBehavior<Caravan, JoinCaravan> next)
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("bookkeeping");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);
}
