using MassTransit.Context;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Stands around everything that an endpoint does with a message, its retries included. It keeps the Faults until the dead letter is written, and makes
/// redeliveries rows of the outbox.
/// </summary>
sealed class FailureFilter<TDbContext>(IServiceProvider provider) : IFilter<ConsumeContext>
    where TDbContext : DbContext
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetters");

    public Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        EnvelopeFields.ThrowIfUnreadable(context);
        var delivery = new FailedDelivery(context);
        context.ReceiveContext.AddOrUpdatePayload(() => delivery, _ => delivery);
        return next.Send(new FailureConsumeContext(context, delivery, new OutboxRedelivery<TDbContext>(delivery, provider)));
    }
}

sealed class FailureConsumeContext(ConsumeContext context, FailedDelivery delivery, MessageRedeliveryContext redelivery) : ConsumeContextScope(context, redelivery)
{
    /// <summary>Reaches this context only after the last attempt. The receive context logs it, and MassTransit's own Fault is left to the dead letter.</summary>
    public override Task NotifyFaulted<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
    {
        delivery.Add(new ConsumerFailure<T>(context, consumerType, exception));
        return ReceiveContext.NotifyFaulted(context, duration, consumerType, exception);
    }
}
