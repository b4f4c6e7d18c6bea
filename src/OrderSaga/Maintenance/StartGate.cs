using Sagas.EventStore;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>
/// Looks before the bus starts whether every stored event can be read, and is in its place: a release too old for its database, or a database restored from a dump, stops the
/// host at once instead of message by message.
/// </summary>
sealed class StartGate(EventTypeGate types, RestoreGate restore) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await types.CheckAsync(cancellationToken);
        try
        {
            await restore.CheckAsync(cancellationToken);
        }
        catch (RestoreNeededException needed)
        {
            throw new InvalidOperationException($"{needed.Message} The command restore-events does that.", needed);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
