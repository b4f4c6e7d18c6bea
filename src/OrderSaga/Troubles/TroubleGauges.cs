using System.Diagnostics.Metrics;
using Npgsql;

namespace Sagas.OrderSaga.Troubles;

/// <summary>Publishes how many sagas are in trouble, by type and kind, read every ten seconds and not by whoever collects it. The meter is <c>Sagas.Troubles</c>.</summary>
sealed class TroubleGauges : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    static readonly Meter Meter = new("Sagas.Troubles");

    readonly TroubleBoard _board;
    readonly IReadOnlyList<string> _sagas;
    readonly TimeProvider _clock;
    readonly ILogger<TroubleGauges> _logger;
    TroubleReport? _latest;

    public TroubleGauges(TroubleBoard board, IEnumerable<StepSagas.SagaType> types, TimeProvider clock, ILogger<TroubleGauges> logger)
    {
        (_board, _sagas, _clock, _logger) = (board, [.. types.Select(type => type.Name)], clock, logger);
        Meter.CreateObservableGauge("sagas.troubled", Measure, "{saga}", "Sagas that are in trouble.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        do
        {
            try
            {
                _latest = await _board.LatestAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                // Better no values than old ones.
                _latest = null;
                _logger.TroublesNotSeen(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    IEnumerable<Measurement<int>> Measure() =>
        from report in new[] { _latest }.OfType<TroubleReport>()
        from saga in _sagas
        let counts = report.CountOf(saga)
        from kind in TroubleKinds.All
        select new Measurement<int>(counts.GetValueOrDefault(kind), new("saga", saga), new("kind", kind.ToString()));
}
