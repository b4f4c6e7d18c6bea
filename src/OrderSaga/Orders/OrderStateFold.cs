using System.Diagnostics;
using static Sagas.OrderSaga.Orders.OrderEvent;
using static Sagas.OrderSaga.Orders.StepStanding;

namespace Sagas.OrderSaga.Orders;

/// <summary>Turns an order's history into its state. It judges nothing: whatever the stream says has happened.</summary>
public static class OrderStateFold
{
    /// <summary>Raise it with every change to what <see cref="Evolve" /> makes of a history, or to how it is stored; older snapshots are then rebuilt.</summary>
    public const int FoldVersion = 3;

    public static OrderState Fold(this OrderState order, IEnumerable<OrderEvent> history) => history.Aggregate(order, Evolve);

    public static OrderState Evolve(OrderState order, OrderEvent happened) => happened switch
    {
        Placed it => order with { CustomerId = it.CustomerId, Lines = it.Lines, ExpectedTotal = it.ExpectedTotal },

        StockReserved it => order with { Reservation = order.Reservation with { Standing = Done, Lines = it.Lines, Total = it.Total } },
        StockUnavailable it => order.TurnedRoundBy(it.Reason == "CurrencyMismatch" ? CancelReason.CurrencyMismatch : CancelReason.StockUnavailable) with
        {
            Reservation = order.Reservation with { Standing = Refused, RefusedBecause = it.Reason, Shortages = it.Shortages },
        },
        PriceChanged it => order.TurnedRoundBy(
            it.Expected.Currency == it.Actual.Currency ? CancelReason.PriceChanged : CancelReason.CurrencyMismatch),

        PaymentCaptured it => order with
        {
            Payment = order.Payment with { Standing = Done, Captured = it.Amount, CaptureReference = it.GatewayReference },
        },
        PaymentDeclined it => order.TurnedRoundBy(CancelReason.PaymentDeclined) with
        {
            Payment = order.Payment with { Standing = Refused, RefusedBecause = it.Reason },
        },

        ShipmentCreated it => order with
        {
            Shipment = order.Shipment with
            {
                Standing = Done, ShipmentId = it.ShipmentId, Carrier = it.Carrier, TrackingNumber = it.TrackingNumber,
            },
        },
        ShipmentRefused it => order.TurnedRoundBy(CancelReason.ShipmentRefused) with
        {
            Shipment = order.Shipment with { Standing = Refused, RefusedBecause = it.Reason },
        },

        StepGaveUp it => order.InDoubtAbout(it.Step)
            .TurnedRoundBy(it.Failure == StepFailure.DeadlinePassed ? CancelReason.Timeout : CancelReason.Faulted),
        CancellationRequested it => order.TurnedRoundBy(it.ByOperator ? CancelReason.OperatorRequest : CancelReason.CustomerRequest) with
        {
            CancellationRequest = new CancellationRequest(it.Reason, it.RequestedBy, it.ByOperator),
        },
        CancellationRejected it => order with { CancellationRejectedBecause = it.Reason },

        ShipmentCancelled => order with { Shipment = order.Shipment with { Standing = Undone } },
        PaymentRefunded it => order with
        {
            Payment = order.Payment with
            {
                Standing = Undone,
                Captured = order.Payment.Captured ?? it.Amount,
                Refunded = it.Amount,
                RefundReference = it.GatewayReference,
            },
        },
        PaymentVoided => order with { Payment = order.Payment with { Standing = Undone } },
        StockUnreserved => order with { Reservation = order.Reservation with { Standing = Undone } },

        Confirmed => order with { Outcome = OrderOutcome.Confirmed, CancelReason = null, ParkedBecause = null },
        Cancelled it => order with { Outcome = OrderOutcome.Cancelled, CancelReason = it.Reason, ParkedBecause = null },
        Parked it => it.Owed.Aggregate(order, InDoubtAbout) with { ParkedBecause = it.Reason },
        Resumed => order with { ParkedBecause = null },
        OperatorRequested it => order with { LastOperatorRequest = it.RequestId },
        UndoWaived { Step: OrderStep.ReserveStock } => order with { Reservation = order.Reservation with { Standing = Waived } },
        UndoWaived { Step: OrderStep.CapturePayment } => order with { Payment = order.Payment with { Standing = Waived } },
        UndoWaived => order with { Shipment = order.Shipment with { Standing = Waived } },

        // A parcel that is heard of before its creation was reported proves that the step was started.
        ShipmentDispatched it => order.InDoubtAbout(OrderStep.CreateShipment).WithParcel(it.ShipmentId, dispatchedAt: it.At),
        ShipmentDelivered it => order.InDoubtAbout(OrderStep.CreateShipment).WithParcel(it.ShipmentId, deliveredAt: it.At),

        OfReturn it => OrderReturnFold.Evolve(order, it),

        _ => throw new UnreachableException($"{happened.GetType().Name} is not folded. Add it to {nameof(OrderStateFold)}."),
    };

    static OrderState TurnedRoundBy(this OrderState order, CancelReason reason) =>
        order with { CancelReason = order.CancelReason ?? reason };

    static OrderState InDoubtAbout(this OrderState order, OrderStep step) => order.StandingOf(step) != NotDone
        ? order
        : step switch
        {
            OrderStep.ReserveStock => order with { Reservation = order.Reservation with { Standing = InDoubt } },
            OrderStep.CapturePayment => order with { Payment = order.Payment with { Standing = InDoubt } },
            _ => order with { Shipment = order.Shipment with { Standing = InDoubt } },
        };

    static OrderState WithParcel(
        this OrderState order, Guid shipmentId, DateTimeOffset? dispatchedAt = null, DateTimeOffset? deliveredAt = null) => order with
        {
            Shipment = order.Shipment with
            {
                ShipmentId = shipmentId,
                DispatchedAt = dispatchedAt ?? order.Shipment.DispatchedAt,
                DeliveredAt = deliveredAt ?? order.Shipment.DeliveredAt,
            },
        };
}
