using MassTransit;
using Sagas.Transactions;

namespace Sagas.Hops.Ours;

public sealed class RelayStateMachine : MassTransitStateMachine<RelayState>
{
    public const string Endpoint = "relays";

    static readonly Uri Relays = new($"exchange:{Endpoint}");

    readonly Finish _finish;

    public RelayStateMachine(IServiceProvider provider)
    {
        _finish = provider.GetRequiredService<Finish>();
        InstanceState(relay => relay.CurrentState);
        Event(() => Baton, e => e.CorrelateById(context => context.Message.RelayId));

        Initially(When(Baton).ThenAsync(HandOnAsync).TransitionTo(Running));
        During(Running, When(Baton).ThenAsync(HandOnAsync));
    }

    public State Running { get; } = null!;

    public Event<Baton> Baton { get; } = null!;

    async Task HandOnAsync(BehaviorContext<RelayState, Baton> context)
    {
        context.Saga.Leg = context.Message.Leg;
        context.Saga.UpdatedAt = TimeProvider.System.GetUtcNow();
        var unit = context.GetPayload<IUnitOfWork>();
        unit.Items[typeof(LegRun)] = new LegRun(context.Message.Leg);
        if (context.Message.IsLast)
            unit.AfterCommit(() => _finish.Arrived(context.Saga.CorrelationId));
        else
            await context.Send(Relays, context.Message.Next());
    }
}
