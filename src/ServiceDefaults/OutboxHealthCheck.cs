using System.Globalization;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Sagas.ServiceDefaults;

/// <summary>
/// How the outboxes and dead letters of the host stand. Messages that can't be sent make it degraded, never unhealthy: they are safe, and requests are still taken.
/// Dead letters only show: what to do about them is a person's to decide, and taking the host out of service would not help.
/// </summary>
sealed class OutboxHealthCheck(IEnumerable<IOutboxMonitor> outboxes, IEnumerable<IDeadLetters> deadLetters) : IHealthCheck
{
    /// <summary>Rows of a process that died are overdue until their lease has run out, and that is no trouble.</summary>
    static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        var troubles = new List<string>();
        try
        {
            foreach (var outbox in outboxes)
            {
                var statistics = await outbox.ReadAsync(cancellationToken);
                data[$"{outbox.Service}.outbox"] = new { statistics.Rows, statistics.Due, OldestDueSeconds = Whole(statistics.OldestDue), statistics.Failing };
                troubles.AddRange(Troubles(outbox.Service, statistics));
            }

            foreach (var service in deadLetters)
                data[$"{service.Service}.deadLetters"] = new { Open = await service.CountOpenAsync(cancellationToken) };
        }
        catch (NpgsqlException)
        {
            // The database's own check says so.
            return HealthCheckResult.Degraded("The outboxes can't be read.");
        }

        return troubles.Count == 0
            ? HealthCheckResult.Healthy("Messages are sent as they are written.", data)
            : HealthCheckResult.Degraded(string.Join(' ', troubles), data: data);
    }

    static IEnumerable<string> Troubles(string service, OutboxStatistics statistics)
    {
        if (statistics.Failing > 0)
            yield return $"{service}: {Count(statistics.Failing)} can't be sent, the oldest for {Whole(statistics.OldestFailing)} s: {statistics.LastError}";
        if (statistics.OldestDue > LongestDelay)
            yield return $"{service}: {Count(statistics.Due)} should have been sent, the oldest {Whole(statistics.OldestDue)} s ago.";
    }

    static string Count(long rows) => rows switch
    {
        1 => "1 message",
        >= OutboxStatistics.MostCounted => $"{OutboxStatistics.MostCounted.ToString(CultureInfo.InvariantCulture)} or more messages",
        _ => $"{rows.ToString(CultureInfo.InvariantCulture)} messages",
    };

    static string Whole(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
