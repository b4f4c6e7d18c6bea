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

    /// <summary>The rounds of the forward steps: 0 until a step is started.</summary>
    public int ReserveStockRound { get; set; }

    public int CapturePaymentRound { get; set; }

    public int CreateShipmentRound { get; set; }

    /// <summary>The round of the undo that is under way, and how often the present command was sent in it.</summary>
    public int UndoRound { get; set; }

    public int Attempt { get; set; }

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
}
