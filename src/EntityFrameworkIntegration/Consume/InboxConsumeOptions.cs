using MassTransit.Middleware;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What the outbox filter of one consumer and message type knows.</summary>
sealed class InboxConsumeOptions : OutboxConsumeOptions
{
    /// <summary>Whether the handler itself makes the unit of work read, and stops at a duplicate. Otherwise that happens before it is called.</summary>
    public bool ReadsItself { get; init; }

    /// <summary>
    /// Whether a message that met a row which somebody holds is handled again in a transaction of its own from the first read on. Not by a consumer that reads by itself: it may ask somebody
    /// outside after that, and decides about its transaction too.
    /// </summary>
    public bool MayWaitAlone { get; init; }
}
