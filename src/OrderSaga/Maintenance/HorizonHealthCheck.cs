using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>Names who keeps a transaction open so long that nobody who follows all events gets on. Other roles' age shows to <c>pg_read_all_stats</c> only.</summary>
sealed class HorizonHealthCheck(ReadHorizon horizon, IOptions<OrderOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await horizon.FindHolderAsync(cancellationToken) is { Age: { } age } holder && age > options.Value.OldTransaction
                ? HealthCheckResult.Degraded(FormattableString.Invariant(
                    $"{NameOf(holder)} has kept a transaction open for {age.TotalSeconds:0} s. Readers of all events wait for it: end it."))
                : HealthCheckResult.Healthy("No old transaction holds back the readers of all events.");
        }
        catch (NpgsqlException)
        {
            // The database's own check says so.
            return HealthCheckResult.Degraded("Open transactions can't be looked at.");
        }
    }

    static string NameOf(HorizonHolder holder) => holder switch
    {
        { PreparedAs: { } name } => $"Prepared transaction {name} in database {holder.Database}",
        { ApplicationName: { Length: > 0 } application } => FormattableString.Invariant($"Process {holder.Pid} ({application}) in database {holder.Database}"),
        _ => FormattableString.Invariant($"Process {holder.Pid} in database {holder.Database}"),
    };
}
