using System.Collections.Concurrent;
using MassTransit;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests;

/// <summary>Stands in for the order streams: gives each delivery its order, and keeps what was decided when the delivery succeeds.</summary>
/// <param name="orderIdOf">The order that a message is about.</param>
sealed class OrdersInMemory(Func<ConsumeContext, Guid> orderIdOf) : IFilter<ConsumeContext>, IDisposable
{
    readonly ConcurrentDictionary<Guid, OrderState> _orders = new();

    /// <summary>Without an outbox a command is out before its delivery is over, and the test may answer it at once: the answer waits until the order is kept.</summary>
    readonly SemaphoreSlim _oneByOne = new(1);

    public void Dispose() => _oneByOne.Dispose();

    public bool IsIdle => _oneByOne.CurrentCount == 1;

    public OrderState this[Guid orderId]
    {
        get => _orders.GetValueOrDefault(orderId, OrderState.Initial);
        set => _orders[orderId] = value;
    }

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        await _oneByOne.WaitAsync(context.CancellationToken);
        try
        {
            var orderId = orderIdOf(context);
            var stream = new OrderStream(orderId, this[orderId]);
            context.AddOrUpdatePayload(() => stream, _ => stream);
            await next.Send(context);
            _orders[orderId] = stream.State;
        }
        finally
        {
            _oneByOne.Release();
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("ordersInMemory");
}
