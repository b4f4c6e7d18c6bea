namespace Sagas.OrderSaga.Versions;

/// <summary>Says at start what this release would leave without an answer, and keeps what it does itself. It does not keep the host from starting: <c>--check</c> does that before a deployment.</summary>
sealed class InFlightReport(InFlight inFlight, ILogger<InFlightReport> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var finding in await inFlight.CompareAsync(cancellationToken))
            logger.SagasWouldBeStuck(finding);
        await inFlight.RecordAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
