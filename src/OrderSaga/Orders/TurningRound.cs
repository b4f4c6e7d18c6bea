using static Sagas.OrderSaga.Orders.OrderCommand;
using static Sagas.OrderSaga.Orders.StepStanding;

namespace Sagas.OrderSaga.Orders;

static class TurningRound
{
    /// <summary>News of a step that nothing was heard of; and of one in doubt as well, as long as nothing else has turned the order round.</summary>
    public static IReadOnlyList<OrderEvent> GaveUp(OrderState order, RecordStepGaveUp report)
    {
        var isNews = order.StandingOf(report.Step) == NotDone || (order.StandingOf(report.Step) == InDoubt && !order.HasTurnedRound);
        return order.Outcome is null && isNews ? [new OrderEvent.StepGaveUp(report.Step, report.Failure)] : [];
    }

    public static IReadOnlyList<OrderEvent> Requested(OrderState order, RequestCancellation wanted) =>
        Order.WhyNotCancel(order) is null && order.CancellationRequest is null
            ? [new OrderEvent.CancellationRequested(wanted.Reason, wanted.RequestedBy, wanted.ByOperator)]
            : [];

    public static IReadOnlyList<OrderEvent> Rejected(OrderState order, RejectCancellation report)
    {
        if (order.Outcome == OrderOutcome.Confirmed)
            return [];
        order.MustHaveTurnedRound("its cancellation is rejected");

        IReadOnlyList<OrderEvent> rejected =
        [
            .. CreatingShipment.LearnOf(order, new RecordShipmentCreated(report.ShipmentId, report.Carrier, report.TrackingNumber)),
            new OrderEvent.CancellationRejected(report.Reason),
        ];
        return [.. rejected, .. Ending.Confirm(order.Fold(rejected))];
    }

    public static IReadOnlyList<OrderEvent> Park(OrderState order, Park wanted)
    {
        if (order.Outcome is { } outcome)
            throw new OrderInvariantException(
                $"The order is {outcome}; there is nothing to park.", "Keep the message as a late one: an outcome never changes.");
        order.MustHaveTurnedRound("it is parked");

        var owed = OrderState.LastStepFirst
            .Where(step => order.Owed.Contains(step) || (wanted.Owed.Contains(step) && order.StandingOf(step) == NotDone))
            .ToList();
        return order.ParkedBecause == wanted.Reason && order.Owed.SequenceEqual(owed) ? [] : [new OrderEvent.Parked(wanted.Reason, owed)];
    }

    public static IReadOnlyList<OrderEvent> Resume(OrderState order, Resume wanted) =>
        order.ParkedBecause is null ? [] : [new OrderEvent.Resumed(wanted.Reason)];

    public static IReadOnlyList<OrderEvent> Requested(OrderState order, RequestByOperator wanted) =>
        order.Outcome is not null || order.LastOperatorRequest == wanted.RequestId
            ? []
            : [new OrderEvent.OperatorRequested(wanted.RequestId, wanted.Request, wanted.Reason, wanted.RequestedBy)];

    public static IReadOnlyList<OrderEvent> Waive(OrderState order, WaiveUndo wanted)
    {
        order.MustHaveTurnedRound($"the undo of {wanted.Step} is waived");
        if (!order.Owed.Contains(wanted.Step))
            return [];
        if (Order.IsBeyondWaiving(order, wanted.Step))
            throw new OrderInvariantException(
                $"The undo of {wanted.Step} cannot be waived: the parcel has left.", "Ask Shipping to cancel it once more; its answer confirms the order.");

        return [new OrderEvent.UndoWaived(wanted.Step, wanted.Evidence, wanted.WaivedBy)];
    }

    public static void MustHaveTurnedRound(this OrderState order, string whatIsSaid)
    {
        if (!order.HasTurnedRound)
            throw new OrderInvariantException(
                $"The order is {order.Status} and has not turned round, and yet {whatIsSaid}.",
                "Record first why it turned round: a refusal, a step given up, or a requested cancellation.");
    }
}
