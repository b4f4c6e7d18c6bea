using System.Collections.Concurrent;
using MassTransit;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>A message as it came out of the transport.</summary>
public sealed record Sighting(object Message, ConsumeContext Context)
{
    public Guid MessageId => Context.MessageId!.Value;
}

/// <summary>What the observer's endpoint received, in order. It has no inbox, so a message that is sent twice is seen twice.</summary>
public sealed class Sightings
{
    readonly ConcurrentQueue<Sighting> _seen = new();

    /// <summary>Called for each message while it is received.</summary>
    public Func<Sighting, Task>? OnSeen { get; set; }

    public IReadOnlyList<T> Of<T>()
        where T : class => [.. _seen.Select(sighting => sighting.Message).OfType<T>()];

    public IReadOnlyList<Sighting> With<T>(Func<T, bool>? which = null)
        where T : class => [.. _seen.Where(sighting => sighting.Message is T message && (which is null || which(message)))];

    public async Task<Sighting> UntilAsync<T>(Func<T, bool> which)
        where T : class
    {
        await Eventually.ShouldAsync(
            () => Task.FromResult(With(which).Count > 0), $"a {typeof(T).Name} to be received",
            describe: () => Task.FromResult(string.Join(", ", _seen.Select(sighting => sighting.Message.ToString()))));
        return With(which)[0];
    }

    /// <summary>Waits until so many have been received. More of them, sent before, would be here too: one endpoint takes one after the other.</summary>
    public async Task<IReadOnlyList<T>> UntilAsync<T>(int count, Func<T, bool>? which = null)
        where T : class
    {
        await Eventually.ShouldAsync(
            () => Task.FromResult(With(which).Count >= count), $"{count} {typeof(T).Name} to be received",
            describe: () => Task.FromResult($"{With(which).Count} were received"));
        var messages = With(which).Select(sighting => (T)sighting.Message).ToList();
        messages.Count.ShouldBe(count);
        return messages;
    }

    public async Task SeeAsync<T>(ConsumeContext<T> context)
        where T : class
    {
        var sighting = new Sighting(context.Message, context);
        if (OnSeen is { } onSeen)
            await onSeen(sighting);
        _seen.Enqueue(sighting);
    }
}

public sealed class Observer(Sightings sightings) :
    IConsumer<GateOpened>, IConsumer<CarPassed>, IConsumer<GateClosed>, IConsumer<GateDemolished>, IConsumer<CrossingRecorded>,
    IConsumer<TollCollected>, IConsumer<IFineIssued>, IConsumer<Fault<CarArrived>>, IConsumer<Fault<RecordCrossing>>, IConsumer<Fault<CollectToll>>,
    IConsumer<Fault<OpenGate>>, IConsumer<CaravanGrew>, IConsumer<CaravanStopped>, IConsumer<CaravanDissolved>, IConsumer<RoadWasEmpty>, IConsumer<Fault<JoinCaravan>>,
    IConsumer<GateInspected>, IConsumer<CaravanCounted>, IConsumer<ReceiveFault>
{
    public Task Consume(ConsumeContext<GateInspected> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<CaravanCounted> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<CaravanGrew> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<CaravanStopped> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<CaravanDissolved> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<RoadWasEmpty> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<Fault<JoinCaravan>> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<GateOpened> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<CarPassed> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<GateClosed> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<GateDemolished> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<CrossingRecorded> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<TollCollected> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<IFineIssued> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<Fault<CarArrived>> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<Fault<RecordCrossing>> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<Fault<CollectToll>> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<Fault<OpenGate>> context) => sightings.SeeAsync(context);

    public Task Consume(ConsumeContext<ReceiveFault> context) => sightings.SeeAsync(context);
}
