namespace Sagas.Hops;

/// <summary>Runs relays: each hands its baton on from leg to leg, one message and one commit a leg, until the last.</summary>
interface IRunner : IAsyncDisposable
{
    Task StartAsync();

    /// <summary>Runs so many relays, so many of them at a time, and returns when the last has arrived and nothing is left to be sent.</summary>
    Task RunAsync(int relays, int inFlight);
}
