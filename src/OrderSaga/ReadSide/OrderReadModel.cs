using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.Projections;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>
/// What lists and counts of orders are answered from: the summary, the history of the status, and the customers' totals. One projection, because each of them follows
/// from the same fold: the events are read, and the order's state is loaded, once.
/// </summary>
sealed class OrderReadModel(OrderStreams streams) : IProjection
{
    public const string ProjectionName = "orders";

    /// <summary>In a query: the slot to read.</summary>
    public const string LiveSlot = $"(select live_slot from projections where projection = '{ProjectionName}')";

    public string Name => ProjectionName;

    public IReadOnlyList<ReadModelTable> Tables { get; } =
    [
        new("order_summaries", "order_id"),
        new("order_status_history", "order_id, version"),
        new("order_status_flows", "tenant, span, starts_at, status") { Where = "change <> 0" },
        new("customer_totals", "tenant, customer_id, day, currency"),
    ];

    public SlotIndexes Indexes { get; } = new(
        "select drop_order_indexes($1)",
        [
            "select build_order_index($1, 'placed')",
            "select build_order_index($1, 'customer')",
            "select build_order_index($1, 'status')",
            "select build_order_index($1, 'customer_status')",
            "select build_order_index($1, 'entered')",
            "select analyze_order_rows($1, 'order_summaries')",
            "select analyze_order_rows($1, 'order_status_history')",
            "select analyze_order_rows($1, 'order_status_flows')",
            "select analyze_order_rows($1, 'customer_totals')",
        ]);

    public bool FoldsStreams => true;

    public EventParts Needs => EventParts.None;

    public async Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        var write = await PrepareAsync(batch, cancellationToken);
        await write(cancellationToken);
    }

    public async Task<Func<CancellationToken, Task>> PrepareAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        var happened = batch.Events.GroupBy(recorded => recorded.Stream).Where(order => order.Key.Category == "order").ToDictionary(order => Guid.Parse(order.Key.Id));
        if (happened.Count == 0)
            return _ => Task.CompletedTask;

        Guid[] known = [.. happened.Where(order => order.Value.First().Version > 1).Select(order => order.Key)];
        var before = await OrderRows.LoadAsync(batch, known, streams.Serializer.Types.Json, cancellationToken);
        var changes = happened.Select(order => Follow(order.Key, before.GetValueOrDefault(order.Key), order.Value, batch.Dismissed)).ToList();
        return writing => OrderRows.SaveAsync(batch, changes, streams.Serializer.Types.Json, writing);
    }

    OrderChange Follow(Guid orderId, OrderFolded? before, IEnumerable<RecordedEvent> happened, IReadOnlySet<(StreamId, long)> dismissed)
    {
        var change = new OrderChange(orderId, before);
        foreach (var recorded in happened)
            change.Add(recorded, Read(recorded), dismissed);
        return change;
    }

    OrderEvent Read(RecordedEvent recorded) => (OrderEvent)streams.Serializer.Deserialize(recorded);
}
