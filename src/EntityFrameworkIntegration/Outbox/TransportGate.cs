namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Closes when the bus has lost its broker, and opens when it is back. Meanwhile nothing is sent, so nothing fails, and no row is penalized.</summary>
sealed class TransportGate(IBusControl bus, TimeProvider clock)
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    int _closed;

    public bool IsOpen => Volatile.Read(ref _closed) == 0;

    /// <summary>Tells of a message that could not be sent.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="first">Whether this is the first that is heard of it.</param>
    /// <returns>Whether the bus is away, so that nothing can be sent. An endpoint that is in trouble alone does not count.</returns>
    public bool ClosesFor(Exception failure, out bool first)
    {
        first = false;
        if (!IsOfTheConnection(failure) || IsConnected)
            return false;
        first = Interlocked.Exchange(ref _closed, 1) == 0;
        return true;
    }

    public async Task UntilOpenAsync(CancellationToken cancellationToken)
    {
        while (!IsOpen)
        {
            if (IsConnected)
                Interlocked.Exchange(ref _closed, 0);
            else
                await Task.Delay(BetweenLooks, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether it can be the connection's failure, and not the message's. A client's exceptions are told by name, because this library belongs to all transports.</summary>
    public static bool IsOfTheConnection(Exception failure) => failure switch
    {
        ConnectionException or TransportUnavailableException or TimeoutException or OperationCanceledException or IOException => true,
        _ when failure.GetType().Namespace is { } name && name.StartsWith("RabbitMQ.Client", StringComparison.Ordinal) => true,
        _ => failure.InnerException is { } inner && IsOfTheConnection(inner),
    };

    /// <summary>Whether any endpoint is. The bus's own counts where there is no other: it receives nothing, so it is well without a broker too.</summary>
    bool IsConnected
    {
        get
        {
            var health = bus.CheckHealth();
            var endpoints = health.Endpoints.Where(endpoint => endpoint.Value.InputAddress != bus.Address).Select(endpoint => endpoint.Value.Status).ToList();
            return endpoints.Count == 0 ? health.Status != BusHealthStatus.Unhealthy : endpoints.Contains(BusHealthStatus.Healthy);
        }
    }
}
