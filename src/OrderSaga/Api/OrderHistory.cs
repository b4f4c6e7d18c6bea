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
/// <param name="BeganAt">When the first event was recorded.</param>
sealed record PastOrder(StreamState<OrderState> Order, DateTimeOffset BeganAt);

/// <summary>Reads orders from their streams.</summary>
sealed class OrderHistory(IEventStore store, OrderStreams streams)
{
    public async Task<StreamState<OrderState>?> LoadAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var loaded = await store.LoadAsync(OrderStreams.StreamOf(orderId), streams.Fold.Stamp, cancellationToken);
        return loaded.Version == 0 ? null : streams.Fold.Rebuild(loaded);
    }

    /// <summary>
    /// The order up to a moment, always the beginning of its stream: where the clocks of two hosts disagreed, an event counts from when it and all before it
    /// had been recorded. Null when there is no such order.
    /// </summary>
    public async Task<PastOrder?> LoadAsync(Guid orderId, OrderMoment moment, CancellationToken cancellationToken)
    {
        var order = new StreamState<OrderState>(OrderState.Initial, 0);
        DateTimeOffset? beganAt = null;
        await foreach (var recorded in store.ReadStreamAsync(OrderStreams.StreamOf(orderId), cancellationToken: cancellationToken))
        {
            beganAt ??= recorded.RecordedAt;
            if (!moment.Includes(recorded))
                break;
            order = streams.Fold.Advance(order, [(OrderEvent)streams.Serializer.Deserialize(recorded)]);
        }

        return beganAt is { } began ? new PastOrder(order, began) : null;
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
