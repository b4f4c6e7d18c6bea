using MassTransit;
using Sagas.EventStore;
using Sagas.Transactions;

namespace Sagas.Hops.Ours;

/// <summary>The event of a leg.</summary>
public sealed record LegRun(int Leg);

/// <summary>Keeps each relay's history as a stream, as an order's is kept.</summary>
sealed class RelayStreams(TimeProvider clock) : IEnlistment
{
    static readonly EventSerializer Serializer = new(new EventTypeMap([new EventType<LegRun>("leg-run")]));
    static readonly EventStreamLoader Loader = new(stamp: null);

    public void OnLoading(IUnitOfWork unit) =>
        unit.Load(Loader, new StreamId("relay", unit.Subject!.Id), loaded => unit.Items[typeof(LoadedStream)] = loaded!);

    public void OnSaving(IUnitOfWork unit)
    {
        if (!unit.Items.TryGetValue(typeof(LegRun), out var leg))
            return;
        var loaded = (LoadedStream)unit.Items[typeof(LoadedStream)];
        var message = (ConsumeContext)unit.Items[typeof(ConsumeContext)];
        var metadata = new EventMetadata { Actor = RelayStateMachine.Endpoint, CorrelationId = unit.Subject!.Id, CausationId = message.MessageId };
        unit.Write(
            EventStreamWriter.Instance,
            new PreparedAppend(loaded.Head, [Serializer.Serialize(leg, Guid.CreateVersion7(), metadata)], clock.GetUtcNow()));
        unit.Note(new JournalEntry.EventAppended(loaded.Stream.ToString(), loaded.Version + 1, "leg-run"));
    }
}
