using System.Reflection;
using MassTransit;
using Sagas.SagaTimeline;
using Sagas.SagaTimeline.Masking;
using Sagas.SagaTimeline.Recording;

namespace Sagas.SagaReplay;

/// <summary>Delivers a recorded history to a state machine, message by message, and finds the first step at which it does something else than it did then.</summary>
/// <typeparam name="TSaga">The machine's instances.</typeparam>
public sealed class Replay<TSaga>
    where TSaga : class, SagaStateMachineInstance
{
    static readonly MethodInfo Raise = typeof(Replay<TSaga>).GetMethod(nameof(RaiseAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    readonly SagaStateMachine<TSaga> _machine;
    readonly SagaShape<TSaga> _shape;
    readonly Dictionary<string, (Type Message, Event Event)> _events;

    /// <param name="machine">The machine of today, with the options of then and with <paramref name="clock" />.</param>
    /// <param name="clock">Is set to when each step was handled.</param>
    /// <param name="masks">The attributes that mark what was masked.</param>
    public Replay(SagaStateMachine<TSaga> machine, ReplayClock clock, params IEnumerable<Type> masks)
    {
        (_machine, Clock) = (machine, clock);
        _shape = new SagaShape<TSaga>(machine, new Masks(masks));
        _events = machine.Events.Select(@event => (Event: @event, Message: MessageOf(@event)))
            .Where(row => row.Message is not null)
            .GroupBy(row => NameOf(row.Message!))
            // Of a schedule's events, the one for every message: it raises the other when the token is the saga's.
            .ToDictionary(group => group.Key, group => group.OrderByDescending(row => row.Event.Name.EndsWith(".AnyReceived", StringComparison.Ordinal)).Select(row => (row.Message!, row.Event)).First());
    }

    /// <summary>Makes the instance that the first message begins, in the initial state.</summary>
    public required Func<Guid, TSaga> Begin { get; init; }

    /// <summary>Makes what the activities read and decide on, as it was before a step.</summary>
    public Func<RecordedSaga, IReadOnlyList<StoredEvent>, ReplayedSubject>? Subject { get; init; }

    /// <summary>Fields that may be otherwise than then: what names the release.</summary>
    public IReadOnlySet<string> NotCompared { get; init; } = new HashSet<string>();

    ReplayClock Clock { get; }

    /// <returns><c>null</c> when the machine does at every step what it did then.</returns>
    public async Task<Divergence?> RunAsync(RecordedSaga recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        TSaga? saga = null;
        foreach (var step in recorded.Steps.Where(WasHandled))
        {
            saga ??= Begin(recorded.Saga.Id);
            if (await RunAsync(recorded, step, saga) is { } divergence)
                return divergence;
        }

        return null;
    }

    async Task<Divergence?> RunAsync(RecordedSaga recorded, TimelineStep step, TSaga saga)
    {
        if (!_events.TryGetValue(step.MessageType, out var answered))
            return new Divergence(step, "message", step.MessageType, "the machine has no such event");
        if (step.Details.Message is not { } message)
            return new Divergence(step, "message", "a message", "it was not recorded, so nothing can be replayed");

        Clock.Now = step.HandledAt;
        var tokens = new Queue<Guid>(step.Details.Armed.Select(timer => timer.Token));
        var subject = Subject?.Invoke(recorded, recorded.EventsBefore(step));
        var recording = new Recording
        {
            Timer = step.Details.Timer,
            Payloads = subject is null ? [] : [subject.Payload],
            NextToken = () => tokens.TryDequeue(out var token) ? token : Guid.CreateVersion7(),
        };
        var comparison = new StepComparison<TSaga>(step, _shape, NotCompared, saga, isNew: step.StateBefore == _machine.Initial.Name);
        if (comparison.Before() is { } before)
            return before;
        try
        {
            await (Task)Raise.MakeGenericMethod(answered.Message).Invoke(this, [answered.Event, MaskedMessages.Read(message, answered.Message), saga, recording])!;
        }
#pragma warning disable CA1031 // Whatever it is, the machine did not throw it then.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Divergence(step, "handling", "it was handled", $"{exception.GetType().Name}: {exception.Message}");
        }

        return comparison.After(saga, recording, subject?.Appended() ?? []);
    }

    Task RaiseAsync<T>(Event<T> @event, T message, TSaga saga, Recording recording)
        where T : class =>
        _machine.RaiseEvent(RecordingContext.For(_machine, saga, @event, message, recording));

    /// <summary>Whether the state machine had the message, and what it did was committed.</summary>
    static bool WasHandled(TimelineStep step) => step.Kind is StepKind.ActedOn or StepKind.Ignored or StepKind.TimerFired or StepKind.TimerLate;

    static Type? MessageOf(Event @event) => @event.GetType().GetInterfaces()
        .FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(Event<>))?.GenericTypeArguments[0];

    static string NameOf(Type message) => ((MessageAccess)Activator.CreateInstance(typeof(MessageAccess<>).MakeGenericType(message))!).TypeName;
}

/// <summary>What a saga's activities read and decide on.</summary>
/// <param name="Payload">As they find it in their context.</param>
/// <param name="Appended">The stored types of the events that they have decided.</param>
public sealed record ReplayedSubject(object Payload, Func<IReadOnlyList<string>> Appended);

/// <summary>Shows the time of the step that is replayed.</summary>
public sealed class ReplayClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>The first step at which a machine does something else than was recorded.</summary>
/// <param name="Step">The step.</param>
/// <param name="What">What is different.</param>
/// <param name="Recorded">How it was.</param>
/// <param name="Now">How it is.</param>
public sealed record Divergence(TimelineStep Step, string What, string Recorded, string Now)
{
    public override string ToString() => $"step {Step.Number}, {Step.MessageType}: {What} was {Recorded}, and is {Now}";
}
