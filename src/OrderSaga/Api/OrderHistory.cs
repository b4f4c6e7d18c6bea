using System.Text.Json;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Api;

/// <summary>One event of an order's stream, as it is stored.</summary>
/// <param name="Version">Its place in the stream, from 1.</param>
/// <param name="Type">Its stored type.</param>
/// <param name="SchemaVersion">The version of the type's JSON that it was stored in.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Metadata">Who, why, as part of what.</param>
/// <param name="Data">The event, without what is personal.</param>
public sealed record OrderEventView(long Version, string Type, int SchemaVersion, DateTimeOffset RecordedAt, EventMetadata Metadata, JsonElement Data);

/// <summary>An order as it was at a moment.</summary>
/// <param name="Order">The fold of what had happened; version 0 when nothing had.</param>
/// <param name="BeganAt">When the first event was recorded, where nothing had happened yet.</param>
sealed record PastOrder(StreamState<OrderState> Order, DateTimeOffset? BeganAt);

/// <summary>Reads orders from their streams.</summary>
sealed class OrderHistory(IEventStore store, OrderStreams streams)
{
    public async Task<StreamState<OrderState>?> LoadAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var folded = await store.FoldAsync(OrderStreams.StreamOf(orderId), streams.Fold, cancellationToken: cancellationToken);
        return folded.Version == 0 ? null : folded.Current;
    }

    /// <summary>The order up to a moment. Null when there is no such order.</summary>
    public async Task<PastOrder?> LoadAsync(Guid orderId, OrderMoment moment, CancellationToken cancellationToken)
    {
        var stream = OrderStreams.StreamOf(orderId);
        var folded = await store.FoldAsync(stream, streams.Fold, moment.OfStream, cancellationToken);
        if (folded.Head.Version == 0)
            return null;
        var notYet = folded.Version > 0 ? null : await store.ReadStreamAsync(stream, cancellationToken: cancellationToken).FirstAsync(cancellationToken);
        return new PastOrder(folded.Current, notYet?.RecordedAt);
    }

    public async Task<IReadOnlyList<OrderEventView>> EventsAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var events = new List<OrderEventView>();
        await foreach (var recorded in store.ReadStreamAsync(OrderStreams.StreamOf(orderId), cancellationToken: cancellationToken))
        {
            using var data = JsonDocument.Parse(recorded.Data);
            events.Add(new OrderEventView(
                recorded.Version, recorded.Type, recorded.SchemaVersion, recorded.RecordedAt, recorded.Metadata, data.RootElement.Clone()));
        }

        return events;
    }
}
