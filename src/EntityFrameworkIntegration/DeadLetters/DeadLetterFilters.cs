using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Takes the place of the <c>_error</c> queue. Throwing here leaves the message with the broker.</summary>
sealed class DeadLetterErrorFilter<TDbContext>(IServiceProvider provider) : IFilter<ExceptionReceiveContext>
    where TDbContext : DbContext
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");

    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        context.TryGetPayload(out FailedDelivery? delivery);
        if (Rehearsal.Of(context) is { } rehearsal)
        {
            // What fails and no handler has taken could not be read.
            rehearsal.Refuse(context.Exception.Message, delivery is { Failures.Count: > 0 } ? null : context.Exception.GetType().Name);
            return;
        }

        if (delivery is { RedeliveryFailed: true })
            ExceptionDispatchInfo.Throw(context.Exception);

        await provider.GetRequiredService<DeadLetterRecorder<TDbContext>>().RecordFailureAsync(context, delivery).ConfigureAwait(false);
        if (!context.IsFaulted)
            await context.NotifyFaulted(context.Exception).ConfigureAwait(false);
        await next.Send(context).ConfigureAwait(false);
    }
}

/// <summary>Takes the place of the <c>_skipped</c> queue.</summary>
sealed class DeadLetterSkippedFilter<TDbContext>(IServiceProvider provider) : IFilter<ReceiveContext>
    where TDbContext : DbContext
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("deadLetter");

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (Rehearsal.Of(context) is { } rehearsal)
        {
            rehearsal.Refuse(DeadLetterDraft.NobodyTakes(DeadLetterAddress.Endpoint(context)));
            return;
        }

        context.TryGetPayload(out FailedDelivery? delivery);
        await provider.GetRequiredService<DeadLetterRecorder<TDbContext>>().RecordSkippedAsync(context, delivery).ConfigureAwait(false);
        await next.Send(context).ConfigureAwait(false);
    }
}
