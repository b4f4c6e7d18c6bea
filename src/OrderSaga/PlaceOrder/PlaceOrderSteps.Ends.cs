using MassTransit;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.Orders.OrderCommand;
using StepFailure = Sagas.OrderSaga.Orders.StepFailure;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>How the saga stops going forward, and how it ends.</summary>
public sealed partial class PlaceOrderSteps
{
    public override void GiveUp(BehaviorContext<PlaceOrderState> context, OrderStep step, StepFailure failure) => Decide(context, new RecordStepGaveUp(step, failure));

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

    public override async Task CallOff(BehaviorContext<PlaceOrderState> context)
    {
        var reason = Reason(context);
        Decide(context, new Cancel(reason));
        context.Saga.CalledOffBecause = reason.ToString();
        End(context.Saga);
        await context.Publish(
            new OrderCancelled { OrderId = context.Saga.CorrelationId, CustomerId = context.Saga.CustomerId, Reason = reason.ToString() },
            context.CancellationToken);
    }

    public override string WhyTurnedRound(BehaviorContext<PlaceOrderState> context) => Reason(context).ToString();

    public override string WhyNotResolvable => "the parcel has left, so its cancellation can't be taken as settled: retry, and Shipping's answer confirms the order";

    public override bool IsBeyondResolving(OrderState order, OrderStep step) => Order.IsBeyondWaiving(order, step);

    protected override OrderCommand Parking(PlaceOrderState saga) => new Park(saga.ParkedBecause!, saga.Owed());

    protected override void End(PlaceOrderState saga)
    {
        base.End(saga);
        saga.PaymentToken = null;
    }
}
