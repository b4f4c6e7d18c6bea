using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Sagas.OrderSaga.Troubles;

/// <summary>How many sagas are in which trouble. Any that stays until somebody does something makes it degraded: the host itself works, and takes requests.</summary>
sealed class TroubleHealthCheck(TroubleBoard troubles) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var report = await troubles.LatestAsync(cancellationToken);
            var counts = report.Counts;
            var data = TroubleKinds.All.ToDictionary(kind => kind.ToString(), kind => (object)counts.GetValueOrDefault(kind));
            var stuck = TroubleKinds.All.Where(kind => kind.NeedsSomebody() && counts.ContainsKey(kind)).ToList();
            return stuck.Count == 0
                ? HealthCheckResult.Healthy("No saga needs anybody.", data)
                : HealthCheckResult.Degraded(
                    $"Sagas need somebody: {(report.Sagas.Count > TroubleReport.Most ? "at least " : "")}{string.Join(", ", stuck.Select(kind => $"{counts[kind].ToString(CultureInfo.InvariantCulture)} {TroubleWords.Of(kind)}"))}. GET /sagas?trouble=any says what to do.",
                    data: data);
        }
        catch (NpgsqlException)
        {
            // The database's own check says so.
            return HealthCheckResult.Degraded("The sagas can't be looked at.");
        }
    }
}
