using System.Diagnostics;
using MassTransit;
using Sagas.EventStore;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Orders;

/// <summary>
/// Brings an order's stream into the unit of work about it: the stream is read together with the saga, and what was decided is appended by the same commit.
/// </summary>
public sealed class OrderStreams : IEnlistment
{
    readonly Fold<OrderState, OrderEvent> _fold;
    readonly EventSerializer _serializer;
    readonly EventStreamLoader _loader;
    readonly TimeProvider _clock;

    public OrderStreams(TimeProvider clock, OrderOptions? options = null)
    {
        _clock = clock;
        _serializer = new EventSerializer(new EventTypeMap(OrderEventTypes.All));
        _fold = new Fold<OrderState, OrderEvent>(_serializer, OrderState.Initial, OrderStateFold.Evolve, OrderStateFold.FoldVersion, (options ?? new()).SnapshotEvery);
        _loader = new EventStreamLoader(_fold.Stamp);
    }

    public EventSerializer Serializer => _serializer;

    public Fold<OrderState, OrderEvent> Fold => _fold;

    public static StreamId StreamOf(Guid orderId) => new("order", orderId);

    public void OnLoading(IUnitOfWork unit)
    {
        if (unit.Subject is { Kind: nameof(PlaceOrderState), Id: var orderId })
            Load(unit, orderId);
    }

    /// <summary>Asks for an order, where what the unit is about does not say which. Of an order that was asked for before there is one copy.</summary>
    public void Load(IUnitOfWork unit, Guid orderId)
    {
        if (!unit.Items.TryAdd(typeof(OrderStreams), orderId))
            return;
        unit.Load(_loader, StreamOf(orderId), loaded =>
        {
            unit.Items[typeof(LoadedStream)] = loaded!;
            unit.Items[typeof(OrderStream)] = new OrderStream(orderId, _fold.Rebuild(loaded!).State, loaded!.Version);
        });
    }

    public void OnSaving(IUnitOfWork unit)
    {
        if (!unit.Items.TryGetValue(typeof(OrderStream), out var item) || item is not OrderStream { Appended.Count: > 0 } stream)
            return;

        var metadata = Metadata(unit, stream);
        var loaded = (LoadedStream)unit.Items[typeof(LoadedStream)];
        var append = new PreparedAppend(
            loaded.Head, [.. stream.Appended.Select(happened => _serializer.Serialize(happened, Guid.CreateVersion7(), metadata))], _clock.GetUtcNow());
        unit.Write(EventStreamWriter.Instance, append);

        var version = loaded.Version;
        foreach (var happened in stream.Appended)
            unit.Note(new JournalEntry.EventAppended(loaded.Stream.ToString(), ++version, _serializer.NameOf(happened)));
    }

    static EventMetadata Metadata(IUnitOfWork unit, OrderStream stream)
    {
        var message = unit.Items.TryGetValue(typeof(ConsumeContext), out var context) ? (ConsumeContext)context : null;
        return new EventMetadata
        {
            Actor = stream.Actor ?? message?.SourceAddress?.AbsolutePath.Split('/')[^1] ?? "place-order",
            Reason = stream.Reason,
            CorrelationId = stream.OrderId,
            CausationId = message?.MessageId,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        };
    }
}
