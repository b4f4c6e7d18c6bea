using Npgsql;
using Quartz;
using Sagas.EventStore;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.ServiceDefaults.Maintenance;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>Folds some snapshots again from their events, discards those that lie, and anchors the heads of all streams once a day.</summary>
[DisallowConcurrentExecution]
sealed class AuditJob(
    SnapshotAudit<OrderState, OrderEvent> snapshots,
    StreamAnchors anchors,
    [FromKeyedServices(typeof(OrderSagaDbContext))] NpgsqlDataSource database,
    ILogger<AuditJob> logger) : IJob
{
    public const string Name = "audit";

    const int Sample = 100;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await new MaintenanceRuns(database).RecordAsync(
            context,
            async removed =>
            {
                var report = await snapshots.RunAsync(Sample, cancellationToken);
                foreach (var (stream, version) in report.Discarded)
                    logger.SnapshotDiscarded(stream, version);
                removed(report.Discarded.Count);
                await anchors.TakeAsync(cancellationToken);
            },
            cancellationToken);
    }
}
