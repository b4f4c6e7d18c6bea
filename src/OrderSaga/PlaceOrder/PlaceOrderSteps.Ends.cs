using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Orders.OrderCommand;
using StepFailure = Sagas.OrderSaga.Orders.StepFailure;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>How the saga stops going forward, and how it ends.</summary>
public sealed partial class PlaceOrderSteps
{
    public void GiveUp(BehaviorContext<PlaceOrderState> context, OrderStep step, StepFailure failure) => Decide(context, new RecordStepGaveUp(step, failure));

    public async Task Confirm(BehaviorContext<PlaceOrderState> context)
    {
        Decide(context, new Confirm());
        var order = OrderStream.Of(context).State;
        foreach (var step in Enum.GetValues<OrderStep>())
            context.Saga.SetUndo(step, Compensation.NotNeeded);
        End(context.Saga);
        await context.Publish(new OrderConfirmed
        {
            OrderId = context.Saga.CorrelationId,
            CustomerId = context.Saga.CustomerId,
            Total = order.Reservation.Total!,
            Carrier = order.Shipment.Carrier!,
            TrackingNumber = order.Shipment.TrackingNumber!,
        }, context.CancellationToken);
    }

    public async Task Cancel(BehaviorContext<PlaceOrderState> context)
    {
        var reason = Reason(context);
        Decide(context, new Cancel(reason));
        End(context.Saga);
        await context.Publish(
            new OrderCancelled { OrderId = context.Saga.CorrelationId, CustomerId = context.Saga.CustomerId, Reason = reason.ToString() },
            context.CancellationToken);
    }

    public void Park(BehaviorContext<PlaceOrderState> context, OrderStep step, EffectIntent intent, StepFailure failure)
    {
        var saga = context.Saga;
        if (intent == EffectIntent.Undo)
            saga.SetUndo(step, Compensation.Failed);
        var what = intent == EffectIntent.Undo ? $"The undo of {step}" : $"{step}";
        saga.ParkedBecause = failure == StepFailure.DeadlinePassed
            ? $"{what} was not answered in {saga.Attempt} attempts."
            : $"{what} failed in {saga.Attempt} attempts.";
        saga.DeadlineAt = null;
        saga.WaitingSince = clock.GetUtcNow();
        Decide(context, new Park(saga.ParkedBecause, saga.Owed()));
    }

    void End(PlaceOrderState saga)
    {
        saga.PaymentToken = null;
        saga.ParkedBecause = null;
        saga.DeadlineAt = null;
        saga.WaitingSince = null;
        saga.EndedAt = clock.GetUtcNow();
    }
}
