using System.Globalization;
using System.Text.Json;
using Sagas.EventStore;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>Reads an order's stream once, and folds it as of any of its events.</summary>
sealed class OrderNarrative(IEventStore store, OrderStreams streams)
{
    public async Task<SubjectHistory?> OfAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var recorded = new List<RecordedEvent>();
        await foreach (var happened in store.ReadStreamAsync(OrderStreams.StreamOf(orderId), cancellationToken: cancellationToken))
            recorded.Add(happened);
        if (recorded.Count == 0)
            return null;
        return new SubjectHistory(
            "Order", OrderStreams.StreamOf(orderId).ToString(), $"/orders/{orderId}", At(recorded, long.MaxValue).CustomerId, [.. recorded.Select(ToSubjectEvent)],
            version => Facts(OrderView.Of(orderId, At(recorded, version), version)));
    }

    OrderState At(IEnumerable<RecordedEvent> recorded, long version) => streams.Fold.Advance(
        new StreamState<OrderState>(OrderState.Initial, 0),
        recorded.Where(happened => happened.Version <= version).Select(happened => (OrderEvent)streams.Serializer.Deserialize(happened))).State;

    static SubjectEvent ToSubjectEvent(RecordedEvent happened)
    {
        using var data = JsonDocument.Parse(happened.Data);
        var about = happened.Metadata;
        return new SubjectEvent(happened.Version, happened.Type, happened.RecordedAt, about.Actor, about.Reason, about.TraceId, data.RootElement.Clone());
    }

    static IReadOnlyList<Fact> Facts(OrderView order)
    {
        (string Name, string? Value)[] facts =
        [
            ("Status", order.Status.ToString()),
            ("Lines", string.Join(", ", order.Lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Quantity} × {line.Sku}")))),
            ("Expected total", order.ExpectedTotal?.ToString()),
            ("Total", order.Total?.ToString()),
            ("Captured", order.Captured?.ToString()),
            ("Refunded", order.Refunded?.ToString()),
            ("Parcel", order.Shipment is { } parcel ? $"{parcel.Carrier} {parcel.TrackingNumber}" : null),
            ("Needs attention", order.NeedsAttentionBecause),
            ("Outcome", order.Outcome is { } outcome ? string.Join(", ", new object?[] { outcome.Kind, outcome.Reason, outcome.CancellationRejected }.OfType<object>()) : null),
        ];
        return [.. from fact in facts where !string.IsNullOrWhiteSpace(fact.Value) select new Fact(fact.Name, fact.Value)];
    }
}
