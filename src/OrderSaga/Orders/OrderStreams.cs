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
    readonly StreamLoader _loader;
    readonly TimeProvider _clock;

    public OrderStreams(TimeProvider clock)
    {
        _clock = clock;
        _serializer = new EventSerializer(new EventTypeMap(OrderEventTypes.All));
        _fold = new Fold<OrderState, OrderEvent>(_serializer, OrderState.Initial, OrderStateFold.Evolve, OrderStateFold.FoldVersion);
        _loader = new StreamLoader(_fold.Stamp);
    }

    public EventSerializer Serializer => _serializer;

    public Fold<OrderState, OrderEvent> Fold => _fold;

    public static StreamId StreamOf(Guid orderId) => new("order", orderId);

    public void OnLoading(IUnitOfWork unit)
    {
        if (unit.Subject is not { Kind: nameof(PlaceOrderState), Id: var orderId })
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
        unit.Write(StreamWriter.Instance, append);

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

    /// <summary>The store's statements as the unit of work takes them.</summary>
    sealed class StreamLoader(string stamp) : IRowLoader<StreamId, LoadedStream>
    {
        public Rank Rank => Rank.Stream;

        public LoadStatements<StreamId, LoadedStream> Load(IReadOnlyList<StreamId> keys, bool locking)
        {
            var load = new StreamLoadStatements([.. keys.Select(stream => new StreamLoad(stream, stamp))], locking);
            return new LoadStatements<StreamId, LoadedStream>(
                load.Commands, async (reader, cancellationToken) => (await load.ReadAsync(reader, cancellationToken)).ToDictionary(loaded => loaded.Stream));
        }
    }

    sealed class StreamWriter : IRowWriter<PreparedAppend>
    {
        public static readonly StreamWriter Instance = new();

        public Rank Rank => Rank.Stream;

        public WriteStatements Write(IReadOnlyList<PreparedAppend> rows)
        {
            var append = new StreamAppendStatements(rows);
            return new WriteStatements(append.Commands, () => Verify(append));
        }

        static void Verify(StreamAppendStatements append)
        {
            try
            {
                append.Verify();
            }
            catch (VersionConflictException conflict)
            {
                throw new TransactionConflictException(conflict.Message, conflict);
            }
        }
    }
}
