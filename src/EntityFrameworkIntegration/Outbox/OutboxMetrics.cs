using System.Diagnostics.Metrics;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Counts what a dispatcher does. The meter's name is <c>Sagas.Outbox</c>; <c>service</c> tells the databases of a process apart.</summary>
sealed class OutboxMetrics(string service)
{
    /// <summary>The meter of every outbox in the process.</summary>
    public static readonly Meter Meter = new("Sagas.Outbox");

    static readonly Counter<long> Sent = Meter.CreateCounter<long>("sagas.outbox.sent", "{message}", "Messages and timers that the broker has confirmed.");
    static readonly Counter<long> Failed = Meter.CreateCounter<long>("sagas.outbox.failed", "{attempt}", "Attempts to send that failed.");

    readonly KeyValuePair<string, object?> _service = new("service", service);

    public void CountSent() => Sent.Add(1, _service);

    public void CountFailed() => Failed.Add(1, _service);
}
