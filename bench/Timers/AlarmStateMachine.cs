using MassTransit;

namespace Sagas.Timers;

/// <summary>Arms a timer, and disarms it when it is stopped.</summary>
public sealed class AlarmStateMachine : MassTransitStateMachine<AlarmState>
{
    public AlarmStateMachine(IServiceProvider provider)
    {
        var (lateness, clock) = (provider.GetRequiredService<Lateness>(), provider.GetRequiredService<TimeProvider>());
        InstanceState(alarm => alarm.CurrentState);
        Event(() => Set, e => e.CorrelateById(context => context.Message.AlarmId));
        Event(() => Stopped, e => e.CorrelateById(context => context.Message.AlarmId));
        Schedule(() => Due, alarm => alarm.DueToken, schedule => schedule.Received = e => e.CorrelateById(context => context.Message.AlarmId));

        Initially(When(Set)
            .Schedule(Due, context => new AlarmDue(context.Message.AlarmId, context.Message.DueAt), context => context.Message.DueAt.UtcDateTime)
            .TransitionTo(Armed));
        During(Armed,
            When(Due.Received).Then(context => lateness.Add(clock.GetUtcNow() - context.Message.DueAt)).TransitionTo(Over),
            When(Stopped).Unschedule(Due).TransitionTo(Over));
        During(Over, Ignore(Due.AnyReceived));
    }

    public State Armed { get; } = null!;

    public State Over { get; } = null!;

    public Event<SetAlarm> Set { get; } = null!;

    public Event<StopAlarm> Stopped { get; } = null!;

    public Schedule<AlarmState, AlarmDue> Due { get; } = null!;
}
