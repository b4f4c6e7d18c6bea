using MassTransit;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Orders;

/// <summary>An order's stream during one unit of work: its state as far as decided, and the events that the commit will append.</summary>
public sealed class OrderStream(Guid orderId, OrderState state, long version = 0)
{
    readonly List<OrderEvent> _appended = [];

    public Guid OrderId { get; } = orderId;

    public OrderState State { get; private set; } = state;

    public IReadOnlyList<OrderEvent> Appended => _appended;

    /// <summary>The version that the stream will have after the commit.</summary>
    public long Version => version + _appended.Count;

    /// <summary>Who the events come from; null for the message that is being handled.</summary>
    public string? Actor { get; private set; }

    public string? Reason { get; private set; }

    public OrderStream By(string actor, string? reason = null)
    {
        (Actor, Reason) = (actor, reason);
        return this;
    }

    public void Decide(OrderCommand command)
    {
        foreach (var happened in Order.Decide(State, command))
        {
            State = OrderStateFold.Evolve(State, happened);
            _appended.Add(happened);
        }
    }

    public static OrderStream Of(IUnitOfWork unit) => unit.Items.TryGetValue(typeof(OrderStream), out var stream)
        ? (OrderStream)stream
        : throw new InvalidOperationException("This unit of work has not loaded an order. Its database needs the enlistment of order streams.");

    public static OrderStream Of(PipeContext context) =>
        context.TryGetPayload(out OrderStream? stream) ? stream : Of(context.GetPayload<IUnitOfWork>());
}
