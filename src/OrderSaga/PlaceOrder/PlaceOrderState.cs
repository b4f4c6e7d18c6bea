using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>
/// What the saga still has to send, and how its steps stand. It has the order's id; what happened to the order is in the order's stream.
/// </summary>
public sealed class PlaceOrderState : StepSagaState<OrderStep>
{
    public IReadOnlyList<OrderLine> Lines { get; set; } = [];

    [Personal]
    public PostalAddress? ShipTo { get; set; }

    /// <summary>Kept until the payment is captured or given up.</summary>
    [Sensitive]
    public string? PaymentToken { get; set; }

    /// <summary>The rounds of the forward steps: 0 until a step is started.</summary>
    public int ReserveStockRound { get; set; }

    public int CapturePaymentRound { get; set; }

    public int CreateShipmentRound { get; set; }

    /// <summary>The compensation ledger: how each step's undo stands.</summary>
    public Compensation ReserveStockUndo { get; set; }

    public Compensation CapturePaymentUndo { get; set; }

    public Compensation CreateShipmentUndo { get; set; }

    public override int RoundOf(OrderStep step) => step switch
    {
        OrderStep.ReserveStock => ReserveStockRound,
        OrderStep.CapturePayment => CapturePaymentRound,
        _ => CreateShipmentRound,
    };

    public override void BeginRound(OrderStep step) => _ = step switch
    {
        OrderStep.ReserveStock => ReserveStockRound++,
        OrderStep.CapturePayment => CapturePaymentRound++,
        _ => CreateShipmentRound++,
    };

    public override Compensation UndoOf(OrderStep step) => step switch
    {
        OrderStep.ReserveStock => ReserveStockUndo,
        OrderStep.CapturePayment => CapturePaymentUndo,
        _ => CreateShipmentUndo,
    };

    public override void SetUndo(OrderStep step, Compensation undo) => _ = step switch
    {
        OrderStep.ReserveStock => ReserveStockUndo = undo,
        OrderStep.CapturePayment => CapturePaymentUndo = undo,
        _ => CreateShipmentUndo = undo,
    };
}
