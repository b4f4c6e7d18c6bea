using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>
/// The steps in the order in which they are done: who does each, how long the saga waits for it, what undoes it, and what happens when its patience ends. Nothing
/// else decides these; how much patience there is comes from the configuration.
/// </summary>
public sealed class PlaceOrderPlan(PlaceOrderOptions options)
{
    /// <summary>Raise it with every change to the steps, their order or their states: a saga keeps the one that it began with.</summary>
    public const int Version = 1;

    public IReadOnlyList<StepPlan> Steps { get; } =
    [
        new(OrderStep.ReserveStock,
            Do: new("ReservingStock", Endpoints.Inventory, nameof(ReserveStock),
                [nameof(StockReserved), nameof(StockUnavailable)], options.ReserveStock, AtLast.Compensate),
            Undo: new("UnreservingStock", Endpoints.Inventory, nameof(UnreserveStock),
                [nameof(StockUnreserved)], options.Undo, AtLast.Park)),

        new(OrderStep.CapturePayment,
            Do: new("CapturingPayment", Endpoints.Payment, nameof(CapturePayment),
                [nameof(PaymentCaptured), nameof(PaymentDeclined)], options.CapturePayment, AtLast.Compensate),
            Undo: new("RefundingPayment", Endpoints.Payment, nameof(RefundPayment),
                [nameof(PaymentRefunded), nameof(PaymentVoided)], options.Undo, AtLast.Park)),

        new(OrderStep.CreateShipment,
            Do: new("CreatingShipment", Endpoints.Shipping, nameof(CreateShipment),
                [nameof(ShipmentCreated), nameof(ShipmentRefused)], options.CreateShipment, AtLast.Compensate),
            Undo: new("CancellingShipment", Endpoints.Shipping, nameof(CancelShipment),
                [nameof(ShipmentCancelled), nameof(ShipmentCancellationRefused)], options.Undo, AtLast.Park),
            IsPivot: true),
    ];

    /// <summary>The states in which the saga waits for no participant, so that no deadline has to end them.</summary>
    public IReadOnlyList<string> Resting { get; } = ["Confirmed", "Cancelled", "Parked"];

    /// <summary>The states of a saga that has not ended.</summary>
    public IReadOnlyList<string> UnderWay =>
        [.. Steps.Select(step => step.Do.State), .. Steps.Reverse().Select(step => step.Undo?.State).OfType<string>(), "Parked"];

    public Wait Of(OrderStep step, EffectIntent intent)
    {
        var plan = Steps.Single(plan => plan.Step == step);
        return intent == EffectIntent.Do ? plan.Do : plan.Undo ?? throw new InvalidOperationException($"{step} can't be undone.");
    }

    /// <returns>The step that is undone after this one; <c>null</c> after the first.</returns>
    public OrderStep? Before(OrderStep step)
    {
        var index = Steps.ToList().FindIndex(plan => plan.Step == step);
        return index > 0 ? Steps[index - 1].Step : null;
    }

    /// <returns>What the saga waits for in a state; <c>null</c> where it rests.</returns>
    public (OrderStep Step, EffectIntent Intent, Wait Wait)? In(string state)
    {
        foreach (var plan in Steps)
        {
            if (plan.Do.State == state)
                return (plan.Step, EffectIntent.Do, plan.Do);
            if (plan.Undo?.State == state)
                return (plan.Step, EffectIntent.Undo, plan.Undo);
        }

        return null;
    }
}
