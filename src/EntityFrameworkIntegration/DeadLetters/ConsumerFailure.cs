using MassTransit.Events;
using MassTransit.Metadata;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A handler that failed in its last attempt.</summary>
abstract class ConsumerFailure(string consumer)
{
    public string Consumer => consumer;

    /// <summary>Adds the Fault to what a unit of work sends.</summary>
    public abstract Task SendFaultAsync(OutgoingMessages outgoing, IServiceProvider provider, CancellationToken cancellationToken);
}

/// <summary>The Fault goes where MassTransit sends it: to the message's fault or response address, else to those who subscribe to it.</summary>
sealed class ConsumerFailure<T>(ConsumeContext<T> context, string consumer, Exception exception) : ConsumerFailure(consumer)
    where T : class
{
    public override async Task SendFaultAsync(OutgoingMessages outgoing, IServiceProvider provider, CancellationToken cancellationToken)
    {
        if (!context.ReceiveContext.PublishFaults && context.FaultAddress is null && context.ResponseAddress is null)
            return;
        var sender = new UnitOfWorkConsumeContext<T>(context, new InboxConsumeOptions(), provider, outgoing);
        var endpoint = await sender.GetFaultEndpoint<T>().ConfigureAwait(false);
        // A redelivery has an id of its own, which the sender has never seen.
        Fault<T> fault = new FaultEvent<T>(
            context.Message, context.GetOriginalMessageId(), HostMetadataCache.Host, exception, [.. context.SupportedMessageTypes]);
        await endpoint.Send(fault, Pipe.Execute<SendContext<Fault<T>>>(CopyFrom), cancellationToken).ConfigureAwait(false);
    }

    void CopyFrom(SendContext<Fault<T>> send)
    {
        send.TransferConsumeContextHeaders(context);
        send.CorrelationId = context.CorrelationId;
        send.RequestId = context.RequestId;
        if (context.GetRedeliveryCount() is > 0 and var redeliveries)
            send.Headers.Set(MessageHeaders.FaultRedeliveryCount, redeliveries);
    }
}
