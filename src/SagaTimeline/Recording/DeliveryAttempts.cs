using System.Collections.Concurrent;
using MassTransit;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Recording;

/// <summary>
/// Counts the attempts of one delivery, in a payload of its receive context, which outlives them. A retry filter's own count begins anew inside another one.
/// </summary>
sealed class DeliveryAttempts
{
    readonly ConcurrentDictionary<Subject, int> _attempts = new();

    public static int Next(ConsumeContext context, Subject subject) =>
        context.ReceiveContext.GetOrAddPayload(() => new DeliveryAttempts())._attempts.AddOrUpdate(subject, 1, (_, attempts) => attempts + 1);
}
