using System.Text.Json.Serialization;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using static Sagas.OrderSaga.Orders.StepStanding;

namespace Sagas.OrderSaga.Orders;

/// <summary>
/// An order as its stream tells it. The address is left out, so that snapshots hold nothing that would have to be erased with a person. What follows from the rest is not stored,
/// nor what is null: both stand in every snapshot and in every row of the read model.
/// </summary>
public sealed record OrderState
{
    public static OrderState Initial { get; } = new();

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CustomerId { get; init; }

    public IReadOnlyList<OrderLine> Lines { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? ExpectedTotal { get; init; }

    public OrderReservation Reservation { get; init; } = new();

    public OrderPayment Payment { get; init; } = new();

    public OrderShipment Shipment { get; init; } = new();

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CancellationRequest? CancellationRequest { get; init; }

    /// <summary>Why the order went through although it had turned round.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CancellationRejectedBecause { get; init; }

    /// <summary>What first turned the order round, or why it was cancelled; null while it goes forward, and once it is confirmed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CancelReason? CancelReason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ParkedBecause { get; init; }

    /// <summary>The last thing that an operator asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? LastOperatorRequest { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderOutcome? Outcome { get; init; }

    /// <summary>The order's returns, the last one last; null while there was none. At most the last one is open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OrderReturn>? Returns { get; init; }

    [JsonIgnore]
    public OrderReturn? LastReturn => Returns?[^1];

    [JsonIgnore]
    public bool IsPlaced => CustomerId is not null;

    /// <summary>Whether what was done for the order is being undone, or has been.</summary>
    [JsonIgnore]
    public bool HasTurnedRound => CancelReason is not null;

    /// <summary>
    /// Conservation: captured less refunded is zero, or the order is confirmed and not returned, or an operator answered for the difference. True of every order, and of
    /// every return, that has ended.
    /// </summary>
    [JsonIgnore]
    public bool IsBalanced => Payment.Held is null || Payment.Standing == Waived
        || (LastReturn is { Outcome: ReturnOutcome.Completed } returned ? returned.Waived.Contains(ReturnStep.RefundReturn) : Outcome == OrderOutcome.Confirmed);

    /// <summary>The steps that have to be undone before the order can be cancelled, last step first.</summary>
    [JsonIgnore]
    public IReadOnlyList<OrderStep> Owed => HasTurnedRound ? [.. LastStepFirst.Where(step => StandingOf(step) is Done or InDoubt)] : [];

    [JsonIgnore]
    public OrderStatus Status => this switch
    {
        { IsPlaced: false } => OrderStatus.NotPlaced,
        { Outcome: OrderOutcome.Cancelled } => OrderStatus.Cancelled,
        { LastReturn.Outcome: ReturnOutcome.Completed } => OrderStatus.Returned,
        { LastReturn: { Outcome: null } } => OrderStatus.Returning,
        { Outcome: OrderOutcome.Confirmed, Shipment.DeliveredAt: not null } => OrderStatus.Delivered,
        { Outcome: OrderOutcome.Confirmed, Shipment.DispatchedAt: not null } => OrderStatus.Dispatched,
        { Outcome: OrderOutcome.Confirmed } => OrderStatus.Confirmed,
        { ParkedBecause: not null } => OrderStatus.NeedsAttention,
        { HasTurnedRound: true } => OrderStatus.Cancelling,
        { Payment.Standing: Done } => OrderStatus.Paid,
        { Reservation.Standing: Done } => OrderStatus.Reserved,
        _ => OrderStatus.Placed,
    };

    internal static IReadOnlyList<OrderStep> LastStepFirst { get; } =
        [OrderStep.CreateShipment, OrderStep.CapturePayment, OrderStep.ReserveStock];

    public OrderReturn? ReturnOf(Guid returnId) => Returns?.FirstOrDefault(known => known.ReturnId == returnId);

    public StepStanding StandingOf(OrderStep step) => step switch
    {
        OrderStep.ReserveStock => Reservation.Standing,
        OrderStep.CapturePayment => Payment.Standing,
        OrderStep.CreateShipment => Shipment.Standing,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step of placing an order."),
    };
}
