using MassTransit.Context;
using MassTransit.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Delivers a message again later: as a row of the outbox with a due time, committed before the message is acknowledged. It serves MassTransit's
/// <c>UseScheduledRedelivery</c> and <c>UseDelayedRedelivery</c>, without a scheduler and without a plugin of the broker.
/// </summary>
/// <remarks>
/// The copy has an id of its own, because the original may still have a row: a timer's stays until it is handled. The inbox goes by the original id, in a header.
/// </remarks>
sealed class OutboxRedelivery<TDbContext>(FailedDelivery delivery, IServiceProvider provider) : MessageRedeliveryContext
    where TDbContext : DbContext
{
    public async Task ScheduleRedelivery(TimeSpan delay, Action<ConsumeContext, SendContext>? callback = null)
    {
        if (Rehearsal.Of(delivery.Context.ReceiveContext) is { } rehearsal)
        {
            rehearsal.Refuse("it fails, and is delivered again later");
            return;
        }

        var outbox = provider.GetRequiredService<DatabaseOutbox<TDbContext>>().Outbox;
        var message = outbox.LeasedAndStamped(OutboxCapture.Capture(Copy(delay, callback, outbox.Clock.GetUtcNow()), subjectId: null, outbox.Dispatcher.Endpoints, outbox.Clock));
        try
        {
            await provider.GetRequiredService<DeadLetterRecorder<TDbContext>>()
                .CommitAsync(delivery.Context.ReceiveContext, unit => unit.Write(outbox.Writer, message)).ConfigureAwait(false);
        }
        catch
        {
            delivery.RedeliveryFailed = true;
            throw;
        }
    }

    MessageSendContext<SerializedMessageBody> Copy(TimeSpan delay, Action<ConsumeContext, SendContext>? callback, DateTimeOffset now)
    {
        var context = delivery.Context;
        var copy = new MessageSendContext<SerializedMessageBody>(new SerializedMessageBody(), context.CancellationToken)
        {
            MessageId = Guid.CreateVersion7(now),
            ConversationId = context.ConversationId,
            CorrelationId = context.CorrelationId,
            InitiatorId = context.InitiatorId,
            RequestId = context.RequestId,
            SourceAddress = context.SourceAddress,
            DestinationAddress = DeadLetterAddress.Of(context.ReceiveContext),
            ResponseAddress = context.ResponseAddress,
            FaultAddress = context.FaultAddress,
            TimeToLive = context.ExpirationTime?.ToUniversalTime() - now.UtcDateTime,
            Delay = delay,
            // The original is acknowledged, so this may be the only copy; but nobody waits for the owner of a temporary queue, who may be gone.
            Mandatory = !context.ReceiveContext.InputAddress.Query.Contains("temporary=true", StringComparison.OrdinalIgnoreCase),
            SupportedMessageTypes = [.. context.SupportedMessageTypes],
            Serializer = context.SerializerContext.GetMessageSerializer(),
        };
        foreach (var (name, value) in context.Headers.GetAll())
            copy.Headers.Set(name, value);
        copy.Headers.Set(MessageHeaders.OriginalMessageId, context.GetOriginalMessageId()?.ToString("D"));
        delivery.HandOn(copy, now);
        callback?.Invoke(context, copy);
        return copy;
    }
}
