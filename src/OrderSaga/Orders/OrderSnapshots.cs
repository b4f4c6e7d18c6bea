using Sagas.EventStore;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Orders;

/// <summary>Has a snapshot taken of an order that is due for one, once what was appended to it is committed.</summary>
sealed class OrderSnapshots(IEventStore store, OrderStreams streams, ILogger<OrderSnapshots> logger) : IEnlistment, IAsyncDisposable
{
    readonly SnapshotWriter<OrderState, OrderEvent> _writer = new(store, streams.Fold, logger.SnapshotNotTaken);

    public void OnSaving(IUnitOfWork unit)
    {
        if (!unit.Items.TryGetValue(typeof(OrderStream), out var item) || item is not OrderStream { Appended: { Count: > 0 } appended })
            return;
        var before = (LoadedStream)unit.Items[typeof(LoadedStream)];
        unit.AfterCommit(() => _writer.Committed(before, appended));
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
