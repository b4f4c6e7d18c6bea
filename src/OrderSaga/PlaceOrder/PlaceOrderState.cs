using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>
/// What the saga needs to go on: where it stands, what it still has to send, and what it waits for. What happened to the order is in the order's stream.
/// </summary>
public sealed class PlaceOrderState : SagaStateMachineInstance, ISagaVersion
{
    /// <summary>The order's id.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>The state's name, stored as text: a state is never renamed.</summary>
    public string CurrentState { get; set; } = "";

    public int Version { get; set; }

    public string CustomerId { get; set; } = "";

    public IReadOnlyList<OrderLine> Lines { get; set; } = [];

    [Personal]
    public PostalAddress? ShipTo { get; set; }

    /// <summary>Kept until the payment is captured or given up.</summary>
    [Sensitive]
    public string? PaymentToken { get; set; }

    /// <summary>The version of the plan that the saga began with.</summary>
    public int DefinitionVersion { get; set; }

    /// <summary>The rounds of the forward steps: 0 until a step is started.</summary>
    public int ReserveStockRound { get; set; }

    public int CapturePaymentRound { get; set; }

    public int CreateShipmentRound { get; set; }

    /// <summary>The compensation ledger: how each step's undo stands.</summary>
    public Compensation ReserveStockUndo { get; set; }

    public Compensation CapturePaymentUndo { get; set; }

    public Compensation CreateShipmentUndo { get; set; }

    /// <summary>The round of the last undo that was asked for, and how often the present command was sent in its round.</summary>
    public int UndoRound { get; set; }

    public int Attempt { get; set; }

    /// <summary>Since when the saga waits for what it waits for, or for an operator.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    public Guid? DeadlineToken { get; set; }

    public DateTimeOffset? DeadlineAt { get; set; }

    /// <summary>Why an operator is needed.</summary>
    public string? ParkedBecause { get; set; }

    public string Tenant { get; set; } = "default";

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int RoundOf(OrderStep step) => step switch
    {
        OrderStep.ReserveStock => ReserveStockRound,
        OrderStep.CapturePayment => CapturePaymentRound,
        _ => CreateShipmentRound,
    };

    public Compensation UndoOf(OrderStep step) => step switch
    {
        OrderStep.ReserveStock => ReserveStockUndo,
        OrderStep.CapturePayment => CapturePaymentUndo,
        _ => CreateShipmentUndo,
    };

    public void SetUndo(OrderStep step, Compensation undo) => _ = step switch
    {
        OrderStep.ReserveStock => ReserveStockUndo = undo,
        OrderStep.CapturePayment => CapturePaymentUndo = undo,
        _ => CreateShipmentUndo = undo,
    };

    /// <summary>The steps that have to be undone before the order can be cancelled, last step first.</summary>
    public IReadOnlyList<OrderStep> Owed() => [.. OrderState.LastStepFirst.Where(step => UndoOf(step).IsOwed())];

    /// <summary>Names what is asked of a participant now.</summary>
    public EffectKey KeyOf(OrderStep step, EffectIntent intent) =>
        new(CorrelationId, StepNames.Of(step), intent, intent == EffectIntent.Do ? RoundOf(step) : UndoRound);
}
