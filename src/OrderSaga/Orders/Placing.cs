using Sagas.Contracts.Orders;

namespace Sagas.OrderSaga.Orders;

static class Placing
{
    public static IReadOnlyList<OrderEvent> Place(OrderState order, OrderCommand.Place wanted)
    {
        if (order.IsPlaced)
            return IsTheSame(order, wanted) ? [] : throw new OrderInvariantException(
                "The order was placed before, with other contents.", "Give the new order an id of its own.");
        if (!AreWellFormed(wanted.Lines))
            throw new OrderInvariantException(
                "An order has at least one line, at least one unit on each, and no SKU twice.", "Validate the request before it is placed.");

        return [new OrderEvent.Placed(wanted.CustomerId, wanted.Lines, wanted.ShipTo, wanted.ExpectedTotal)];
    }

    // The address cannot be compared: the state does not keep it.
    static bool IsTheSame(OrderState order, OrderCommand.Place wanted) =>
        order.CustomerId == wanted.CustomerId && order.ExpectedTotal == wanted.ExpectedTotal && order.Lines.SequenceEqual(wanted.Lines);

    static bool AreWellFormed(IReadOnlyList<OrderLine> lines) =>
        lines.Count > 0 && lines.All(line => line.Quantity > 0) && lines.DistinctBy(line => line.Sku).Count() == lines.Count;
}
