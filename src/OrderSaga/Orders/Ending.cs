using static Sagas.OrderSaga.Orders.StepStanding;

namespace Sagas.OrderSaga.Orders;

static class Ending
{
    public static IReadOnlyList<OrderEvent> Confirm(OrderState order)
    {
        if (order.Outcome == OrderOutcome.Confirmed)
            return [];
        if (order.Outcome == OrderOutcome.Cancelled)
            throw new OrderInvariantException(
                "A cancelled order cannot be confirmed.", "Keep the message as a late one; if the goods have left, have them brought back.");
        if (NotDoneYet(order) is { Count: > 0 } missing)
            throw new OrderInvariantException(
                $"The order cannot be confirmed without {string.Join(" and ", missing)}.", "Record the participant's reply first, or cancel the order.");

        var confirmed = new OrderEvent.Confirmed();
        return order is { CancellationRequest: not null, CancellationRejectedBecause: null }
            ? [new OrderEvent.CancellationRejected("ShipmentAlreadyCreated"), confirmed]
            : [confirmed];
    }

    public static IReadOnlyList<OrderEvent> Cancel(OrderState order, OrderCommand.Cancel wanted)
    {
        if (order.Outcome == OrderOutcome.Cancelled)
            return [];
        if (order.Outcome == OrderOutcome.Confirmed)
            throw new OrderInvariantException(
                "A confirmed order cannot be cancelled.", "Goods that have been paid for come back as a return.");
        order.MustHaveTurnedRound("it is cancelled");
        if (order.Owed is { Count: > 0 } owed)
            throw new OrderInvariantException(
                $"The order cannot be cancelled while the undo of {string.Join(" and ", owed)} is owed.",
                "Record the participant's reply to the undo first, or park the order.");

        return [new OrderEvent.Cancelled(wanted.Reason)];
    }

    static List<OrderStep> NotDoneYet(OrderState order) =>
        [.. Enum.GetValues<OrderStep>().Where(step => order.StandingOf(step) != Done)];
}
