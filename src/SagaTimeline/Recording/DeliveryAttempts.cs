using MassTransit;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Recording;

/// <summary>
/// Counts the attempts of one delivery, in a payload of its receive context, which outlives them. A retry filter's own count begins anew inside another one.
/// </summary>
sealed class DeliveryAttempts
{
    readonly Dictionary<Subject, int> _attempts = [];

    public static int Next(ConsumeContext context, Subject subject) => context.ReceiveContext.GetOrAddPayload(static () => new DeliveryAttempts()).Next(subject);

    /// <summary>Several consumers of an endpoint may handle one delivery at once.</summary>
    int Next(Subject subject)
    {
        lock (_attempts)
            return _attempts[subject] = _attempts.GetValueOrDefault(subject) + 1;
    }
}
