using System.Collections.Concurrent;
using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;

namespace Sagas.ParticipantTestKit;

/// <summary>Stands at the saga's endpoint: hands each reply, or the fault, to whoever sent the command, and remembers what is published.</summary>
public sealed class SagaStandIn(Correspondence letters) :
    IConsumer<StockReserved>, IConsumer<StockUnavailable>, IConsumer<StockUnreserved>,
    IConsumer<PaymentCaptured>, IConsumer<PaymentDeclined>, IConsumer<PaymentRefunded>, IConsumer<PaymentVoided>,
    IConsumer<ShipmentCreated>, IConsumer<ShipmentRefused>, IConsumer<ShipmentCancelled>, IConsumer<ShipmentCancellationRefused>,
    IConsumer<ShipmentDispatched>, IConsumer<ShipmentDelivered>,
    IConsumer<Fault>
{
    public Task Consume(ConsumeContext<StockReserved> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<StockUnavailable> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<StockUnreserved> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<PaymentCaptured> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<PaymentDeclined> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<PaymentRefunded> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<PaymentVoided> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ShipmentCreated> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ShipmentRefused> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ShipmentCancelled> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ShipmentCancellationRefused> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ShipmentDispatched> context) => letters.Hear(context);

    public Task Consume(ConsumeContext<ShipmentDelivered> context) => letters.Hear(context);

    public Task Consume(ConsumeContext<Fault> context) => letters.Complete(context);
}

/// <summary>The commands that wait for their reply, by request id, and the events that nobody waits for.</summary>
public sealed class Correspondence
{
    readonly ConcurrentDictionary<Guid, TaskCompletionSource<object>> _waiting = new();
    readonly ConcurrentQueue<object> _heard = new();

    /// <summary>What was published, in the order in which it came.</summary>
    public IReadOnlyCollection<object> Heard => _heard;

    public Task<object> Expect(Guid requestId) =>
        _waiting.GetOrAdd(requestId, _ => new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public Task Complete<T>(ConsumeContext<T> context)
        where T : class
    {
        if (context.RequestId is { } requestId && _waiting.TryRemove(requestId, out var waiting))
            waiting.TrySetResult(context.Message);
        return Task.CompletedTask;
    }

    public Task Hear<T>(ConsumeContext<T> context)
        where T : class
    {
        _heard.Enqueue(context.Message);
        return Task.CompletedTask;
    }
}
