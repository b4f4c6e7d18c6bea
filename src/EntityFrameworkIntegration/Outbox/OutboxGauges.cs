using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Publishes how the outboxes stand as gauges, read from the databases every ten seconds and not by whoever collects them.</summary>
sealed class OutboxGauges : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    readonly IReadOnlyList<IOutboxMonitor> _outboxes;
    readonly TimeProvider _clock;
    readonly ILogger<OutboxGauges> _logger;
    IReadOnlyList<(string Service, OutboxStatistics Statistics)> _latest = [];

    public OutboxGauges(IEnumerable<IOutboxMonitor> outboxes, TimeProvider clock, ILogger<OutboxGauges> logger)
    {
        (_outboxes, _clock, _logger) = ([.. outboxes], clock, logger);
        Gauge("sagas.outbox.rows", "{row}", "Rows of the outbox, timers included.", statistics => statistics.Rows);
        Gauge("sagas.outbox.due", "{row}", "Rows that may be sent now and are not yet.", statistics => statistics.Due);
        Gauge("sagas.outbox.failing", "{row}", "Rows that could not be sent when that was tried last.", statistics => statistics.Failing);
        Gauge("sagas.outbox.oldest_due", "s", "For how long the oldest row has been due.", statistics => statistics.OldestDue.TotalSeconds);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        do
        {
            try
            {
                var latest = new List<(string, OutboxStatistics)>();
                foreach (var outbox in _outboxes)
                    latest.Add((outbox.Service, await outbox.ReadAsync(stoppingToken).ConfigureAwait(false)));
                _latest = latest;
            }
            catch (Npgsql.NpgsqlException exception)
            {
                // Better no values than old ones.
                _latest = [];
                _logger.DispatcherInterrupted(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    void Gauge<T>(string name, string unit, string description, Func<OutboxStatistics, T> value)
        where T : struct =>
        OutboxMetrics.Meter.CreateObservableGauge(
            name,
            () => _latest.Select(one => new Measurement<T>(value(one.Statistics), new KeyValuePair<string, object?>("service", one.Service))),
            unit,
            description);
}
