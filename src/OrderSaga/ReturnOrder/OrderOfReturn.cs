using MassTransit;
using Sagas.OrderSaga.Orders;
using Sagas.Transactions;

namespace Sagas.OrderSaga.ReturnOrder;

/// <summary>
/// Brings the order into the unit of work about its return. A return does not have the order's id, so the order is read once the saga, or the message that starts it,
/// has said which it is.
/// </summary>
sealed class OrderOfReturn(OrderStreams orders) : IEventObserver<ReturnOrderState>
{
    public Task PreExecute(BehaviorContext<ReturnOrderState> context) => LoadAsync(context, context.Saga.OrderId);

    public Task PreExecute<T>(BehaviorContext<ReturnOrderState, T> context)
        where T : class =>
        LoadAsync(context, context.Message is Contracts.Orders.ReturnOrder start ? start.OrderId : context.Saga.OrderId);

    public Task PostExecute(BehaviorContext<ReturnOrderState> context) => Task.CompletedTask;

    public Task PostExecute<T>(BehaviorContext<ReturnOrderState, T> context)
        where T : class =>
        Task.CompletedTask;

    public Task ExecuteFault(BehaviorContext<ReturnOrderState> context, Exception exception) => Task.CompletedTask;

    public Task ExecuteFault<T>(BehaviorContext<ReturnOrderState, T> context, Exception exception)
        where T : class =>
        Task.CompletedTask;

    Task LoadAsync(PipeContext context, Guid orderId)
    {
        var unit = context.GetPayload<IUnitOfWork>();
        orders.Load(unit, orderId);
        return unit.LoadAsync(context.CancellationToken);
    }
}
