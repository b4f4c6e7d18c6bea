using Npgsql;
using Quartz;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>Folds some snapshots again from their events, discards those that lie, and anchors the heads of all streams once a day.</summary>
[DisallowConcurrentExecution]
sealed class AuditJob(SnapshotAudit<OrderState, OrderEvent> snapshots, StreamAnchors anchors, ILogger<AuditJob> logger) : IJob
{
    public const string Name = "audit";

    const int Sample = 100;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var report = await snapshots.RunAsync(Sample, cancellationToken);
            foreach (var (stream, version) in report.Discarded)
                logger.SnapshotDiscarded(stream, version);
            await anchors.TakeAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new JobExecutionException($"The audit of the orders' streams failed: {exception.Message}", exception);
        }
    }
}
