using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>What a batch of events makes of one order.</summary>
sealed class OrderChange(Guid orderId, OrderFolded? before)
{
    readonly List<StatusPeriod> _periods = [];

    public Guid OrderId { get; } = orderId;

    public OrderFolded After { get; private set; } = before ?? new OrderFolded(OrderState.Initial, 0, default, default, null, "");

    /// <summary>The statuses that the order came into, in order.</summary>
    public IReadOnlyList<StatusPeriod> Periods => _periods;

    /// <summary>Whether it was not known before the batch.</summary>
    public bool IsNew => before is null;

    /// <summary>When it left the status that it was in before the batch; null when it did not.</summary>
    public DateTimeOffset? LeftBefore { get; private set; }

    /// <summary>What is to be added to the customer's totals.</summary>
    public CustomerShare Share => CustomerShare.Of(After.State) - CustomerShare.Of(before?.State);

    /// <param name="recorded">The stored event.</param>
    /// <param name="happened">What it says.</param>
    /// <param name="dismissed">What somebody has left out for good, and nothing else may be missing before it.</param>
    public void Add(RecordedEvent recorded, OrderEvent happened, IReadOnlySet<(StreamId, long)> dismissed)
    {
        var next = After.Version + 1;
        while (next < recorded.Version && dismissed.Contains((recorded.Stream, next)))
            next++;
        if (recorded.Version != next)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Event {recorded.Version} of {recorded.Stream} came, and the read model is at version {After.Version}. Rebuild it."));
        }

        var status = After.State.Status;
        var at = recorded.RecordedAt > After.ChangedAt ? recorded.RecordedAt : After.ChangedAt;
        var state = OrderStateFold.Evolve(After.State, happened);
        After = new OrderFolded(
            state,
            recorded.Version,
            recorded.Version == 1 ? at : After.PlacedAt,
            at,
            After.EndedAt ?? (state.Outcome is null ? null : at),
            recorded.Tenant);
        if (state.Status != status)
            Enter(state.Status, status, recorded.Version, at);
    }

    void Enter(OrderStatus status, OrderStatus cameFrom, long version, DateTimeOffset at)
    {
        if (_periods is [.., var last])
            _periods[^1] = last with { LeftAt = at };
        else if (before is not null)
            LeftBefore = at;
        _periods.Add(new StatusPeriod(version, status, cameFrom == OrderStatus.NotPlaced ? null : cameFrom, at, null));
    }
}
