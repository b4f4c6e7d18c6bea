using MassTransit.Context;
using MassTransit.Scheduling;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Schedules messages as rows of the outbox: armed and cancelled by the commit of the unit of work, like everything else it does.</summary>
sealed class OutboxScheduleMessageProvider(ISendEndpointProvider endpoints, IUnitOfWork unit) : IScheduleMessageProvider
{
    public static MessageSchedulerContext CreateContext(ConsumeContext context, IUnitOfWork unit) =>
        new ConsumeMessageSchedulerContext(
            context,
            consumeContext => new MessageScheduler(new OutboxScheduleMessageProvider(consumeContext, unit), consumeContext.GetPayload<IBusTopology>()));

    public async Task<ScheduledMessage<T>> ScheduleSend<T>(
        Uri destinationAddress, DateTime scheduledTime, T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
        where T : class
    {
        var token = ScheduleTokenIdCache<T>.GetTokenId(message, Guid.CreateVersion7());
        var request = new TimerRequest(token, new DateTimeOffset(DateTime.SpecifyKind(scheduledTime, DateTimeKind.Utc)));
        var endpoint = await endpoints.GetSendEndpoint(destinationAddress).ConfigureAwait(false);
        await endpoint.Send(message, new TimerPipe<T>(request, pipe), cancellationToken).ConfigureAwait(false);
        return new ScheduledMessageHandle<T>(token, scheduledTime, destinationAddress, message);
    }

    public Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken)
    {
        unit.Write(TimerRemoval.Instance, tokenId);
        unit.Note(new JournalEntry.TimerCancelled(tokenId));
        return Task.CompletedTask;
    }

    public Task CancelScheduledSend(Uri destinationAddress, Guid tokenId, CancellationToken cancellationToken) =>
        CancelScheduledSend(tokenId, cancellationToken);

    sealed class TimerPipe<T>(TimerRequest request, IPipe<SendContext<T>> next) : IPipe<SendContext<T>>
        where T : class
    {
        public async Task Send(SendContext<T> context)
        {
            request.ApplyTo(context);
            if (next.IsNotEmpty())
                await next.Send(context).ConfigureAwait(false);
        }

        public void Probe(ProbeContext context) => next.Probe(context);
    }
}
