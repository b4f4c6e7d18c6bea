using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;

namespace Sagas.OrderSaga.Orders;

/// <summary>
/// Everything that an order's stream can say. Stored for ever under the names of <see cref="OrderEventTypes" />; nothing that authorises
/// a payment is ever among it.
/// </summary>
public abstract partial record OrderEvent
{
    OrderEvent() { }

    /// <param name="CustomerId">The customer who orders.</param>
    /// <param name="Lines">What is ordered; the catalogue sets the prices.</param>
    /// <param name="ShipTo">Where it goes. Always there when the order is placed, null once the person has been erased.</param>
    /// <param name="ExpectedTotal">The total that the customer was shown, if any.</param>
    public sealed record Placed(
        string CustomerId,
        IReadOnlyList<OrderLine> Lines,
        [property: Personal] PostalAddress? ShipTo,
        Money? ExpectedTotal) : OrderEvent;

    public sealed record StockReserved(IReadOnlyList<ReservedLine> Lines, Money Total) : OrderEvent;

    public sealed record StockUnavailable(string Reason, IReadOnlyList<Shortage> Shortages) : OrderEvent;

    public sealed record PriceChanged(Money Expected, Money Actual) : OrderEvent;

    public sealed record PaymentCaptured(Money Amount, string GatewayReference) : OrderEvent;

    public sealed record PaymentDeclined(string Reason) : OrderEvent;

    public sealed record ShipmentCreated(Guid ShipmentId, string Carrier, string TrackingNumber) : OrderEvent;

    public sealed record ShipmentRefused(string Reason) : OrderEvent;

    /// <summary>A step's last deadline passed or its last attempt failed. Whether it took effect is not known.</summary>
    public sealed record StepGaveUp(OrderStep Step, StepFailure Failure) : OrderEvent;

    public sealed record CancellationRequested(string Reason, string RequestedBy, bool ByOperator) : OrderEvent;

    public sealed record CancellationRejected(string Reason) : OrderEvent;

    public sealed record ShipmentCancelled(bool Existed) : OrderEvent;

    public sealed record PaymentRefunded(Money Amount, string GatewayReference) : OrderEvent;

    /// <summary>There was no charge, and the gateway refuses a later one.</summary>
    public sealed record PaymentVoided : OrderEvent;

    public sealed record StockUnreserved(int Units) : OrderEvent;

    public sealed record Confirmed : OrderEvent;

    public sealed record Cancelled(CancelReason Reason) : OrderEvent;

    /// <param name="Reason">Why nothing more can be done without a person.</param>
    /// <param name="Owed">The steps whose undo is not confirmed, in the order in which they are undone.</param>
    public sealed record Parked(string Reason, IReadOnlyList<OrderStep> Owed) : OrderEvent;

    /// <summary>An operator set the undoing of a parked order going again.</summary>
    public sealed record Resumed(string Reason) : OrderEvent;

    /// <summary>An operator asked for something. What became of it is told by the events that follow, or by the saga's timeline.</summary>
    public sealed record OperatorRequested(Guid RequestId, OperatorRequest Request, string Reason, string RequestedBy) : OrderEvent;

    /// <summary>An operator answered for an undo that could not be had.</summary>
    /// <param name="Step">The step that was not undone by its participant.</param>
    /// <param name="Evidence">Why there is nothing to undo any more, in the operator's words.</param>
    /// <param name="WaivedBy">The operator.</param>
    public sealed record UndoWaived(OrderStep Step, string Evidence, string WaivedBy) : OrderEvent;

    public sealed record ShipmentDispatched(Guid ShipmentId, DateTimeOffset At) : OrderEvent;

    public sealed record ShipmentDelivered(Guid ShipmentId, DateTimeOffset At) : OrderEvent;
}
