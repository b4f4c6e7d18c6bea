using MassTransit.Middleware;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What the outbox filter of one consumer and message type knows.</summary>
sealed class InboxConsumeOptions : OutboxConsumeOptions
{
    /// <summary>Whether the handler itself makes the unit of work read, and stops at a duplicate. Otherwise that happens before it is called.</summary>
    public bool ReadsItself { get; init; }
}
