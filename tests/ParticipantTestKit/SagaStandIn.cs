using System.Collections.Concurrent;
using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;

namespace Sagas.ParticipantTestKit;

/// <summary>Stands at the saga's endpoint and hands each reply, or the fault, to whoever sent the command.</summary>
public sealed class SagaStandIn(PendingReplies pending) :
    IConsumer<StockReserved>, IConsumer<StockUnavailable>, IConsumer<StockUnreserved>,
    IConsumer<PaymentCaptured>, IConsumer<PaymentDeclined>, IConsumer<PaymentRefunded>, IConsumer<PaymentVoided>,
    IConsumer<ShipmentCreated>, IConsumer<ShipmentRefused>, IConsumer<ShipmentCancelled>, IConsumer<ShipmentCancellationRefused>,
    IConsumer<Fault>
{
    public Task Consume(ConsumeContext<StockReserved> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<StockUnavailable> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<StockUnreserved> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<PaymentCaptured> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<PaymentDeclined> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<PaymentRefunded> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<PaymentVoided> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<ShipmentCreated> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<ShipmentRefused> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<ShipmentCancelled> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<ShipmentCancellationRefused> context) => pending.Complete(context);

    public Task Consume(ConsumeContext<Fault> context) => pending.Complete(context);
}

/// <summary>The commands that wait for their reply, by request id.</summary>
public sealed class PendingReplies
{
    readonly ConcurrentDictionary<Guid, TaskCompletionSource<object>> _waiting = new();

    public Task<object> Expect(Guid requestId) =>
        _waiting.GetOrAdd(requestId, _ => new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public Task Complete<T>(ConsumeContext<T> context)
        where T : class
    {
        if (context.RequestId is { } requestId && _waiting.TryRemove(requestId, out var waiting))
            waiting.TrySetResult(context.Message);
        return Task.CompletedTask;
    }
}
