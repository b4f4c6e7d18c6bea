using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;

namespace Sagas.OrderSaga.Orders;

/// <summary>Everything that an order can be asked to do or told about: the whole input of <see cref="Order.Decide" />.</summary>
public abstract partial record OrderCommand
{
    OrderCommand() { }

    public sealed record Place(string CustomerId, IReadOnlyList<OrderLine> Lines, PostalAddress ShipTo, Money? ExpectedTotal) : OrderCommand;

    public sealed record RecordStockReserved(IReadOnlyList<ReservedLine> Lines, Money Total) : OrderCommand;

    public sealed record RecordStockUnavailable(string Reason, IReadOnlyList<Shortage> Shortages) : OrderCommand;

    public sealed record RecordPaymentCaptured(Money Amount, string GatewayReference) : OrderCommand;

    public sealed record RecordPaymentDeclined(string Reason) : OrderCommand;

    /// <summary>Also confirms an order that is going forward. One that has turned round waits for its shipment's cancellation to be answered.</summary>
    public sealed record RecordShipmentCreated(Guid ShipmentId, string Carrier, string TrackingNumber) : OrderCommand;

    public sealed record RecordShipmentRefused(string Reason) : OrderCommand;

    public sealed record RecordStepGaveUp(OrderStep Step, StepFailure Failure) : OrderCommand;

    /// <summary>Yields nothing when <see cref="Order.WhyNotCancel" /> has an answer, or when cancellation was requested before.</summary>
    public sealed record RequestCancellation(string Reason, string RequestedBy, bool ByOperator = false) : OrderCommand;

    /// <summary>The shipment could not be cancelled, so the order is confirmed after all.</summary>
    public sealed record RejectCancellation(string Reason, Guid ShipmentId, string Carrier, string TrackingNumber) : OrderCommand;

    public sealed record RecordShipmentCancelled(bool Existed) : OrderCommand;

    public sealed record RecordPaymentRefunded(Money Amount, string GatewayReference) : OrderCommand;

    public sealed record RecordPaymentVoided : OrderCommand;

    public sealed record RecordStockUnreserved(int Units) : OrderCommand;

    /// <summary>Confirms an order whose shipment is created, and rejects a cancellation that was requested too late to be acted on.</summary>
    public sealed record Confirm : OrderCommand;

    public sealed record Cancel(CancelReason Reason) : OrderCommand;

    /// <param name="Reason">Why nothing more can be done without a person.</param>
    /// <param name="Owed">The steps that were started and whose undo is not confirmed. What the order itself knows to be owed is added.</param>
    public sealed record Park(string Reason, IReadOnlyList<OrderStep> Owed) : OrderCommand;

    public sealed record Resume(string Reason) : OrderCommand;

    /// <summary>Keeps that an operator asked for something, whatever the saga then makes of it.</summary>
    public sealed record RequestByOperator(Guid RequestId, OperatorRequest Request, string Reason, string RequestedBy) : OrderCommand;

    /// <summary>An operator answers for an undo that is owed: there is nothing to undo any more, and the evidence says why.</summary>
    public sealed record WaiveUndo(OrderStep Step, string Evidence, string WaivedBy) : OrderCommand;

    public sealed record RecordShipmentDispatched(Guid ShipmentId, DateTimeOffset At) : OrderCommand;

    public sealed record RecordShipmentDelivered(Guid ShipmentId, DateTimeOffset At) : OrderCommand;
}
