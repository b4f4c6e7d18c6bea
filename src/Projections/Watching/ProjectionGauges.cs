using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sagas.Projections;

/// <summary>Publishes how the projections stand as gauges of the meter <c>Sagas.Projections</c>, read every ten seconds and not by whoever collects them.</summary>
sealed class ProjectionGauges : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    static readonly Meter Meter = new("Sagas.Projections");

    readonly ProjectionMonitor _monitor;
    readonly TimeProvider _clock;
    readonly ILogger<ProjectionGauges> _logger;
    IReadOnlyList<ProjectionStatus> _latest = [];

    public ProjectionGauges(ProjectionMonitor monitor, TimeProvider clock, ILogger<ProjectionGauges> logger)
    {
        (_monitor, _clock, _logger) = (monitor, clock, logger);
        Gauge("sagas.projections.lag_events", "{event}", "Events that are not in the read model yet, 10,000 at most.", status => status.LagEvents);
        Gauge("sagas.projections.lag", "s", "For how long the oldest of them has been there.", status => status.Lag.TotalSeconds);
        Gauge("sagas.projections.set_aside", "{stream}", "Streams that wait because of an event that can't be applied.", status => status.SetAside);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        do
        {
            try
            {
                _latest = await _monitor.ReadAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception)
            {
                // Better no values than old ones.
                _latest = [];
                _logger.StatusNotRead(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    void Gauge<T>(string name, string unit, string description, Func<ProjectionStatus, T> value)
        where T : struct =>
        Meter.CreateObservableGauge(
            name, () => _latest.Select(one => new Measurement<T>(value(one), new KeyValuePair<string, object?>("projection", one.Projection))), unit, description);
}
