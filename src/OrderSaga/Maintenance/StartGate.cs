using Sagas.EventStore;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>Looks before the bus starts whether every stored event can be read, so that a release too old for its database stops at once instead of message by message.</summary>
sealed class StartGate(EventTypeGate gate) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => gate.CheckAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
