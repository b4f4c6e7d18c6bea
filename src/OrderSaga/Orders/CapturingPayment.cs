using static Sagas.OrderSaga.Orders.OrderCommand;
using static Sagas.OrderSaga.Orders.OrderStep;
using static Sagas.OrderSaga.Orders.StepStanding;

namespace Sagas.OrderSaga.Orders;

/// <summary>Money is judged more strictly than anything else: a report that does not fit the stream is never taken for a repeat.</summary>
static class CapturingPayment
{
    public static IReadOnlyList<OrderEvent> Captured(OrderState order, RecordPaymentCaptured report)
    {
        if (order.Payment is { Standing: Undone, Captured: null })
            throw new OrderInvariantException(
                $"The payment was voided, and charge {report.GatewayReference} is now reported.",
                "Refund that charge at the gateway; it should have refused the voided key.");
        if (order.Payment.CaptureReference is { } known && known != report.GatewayReference)
            throw new OrderInvariantException(
                $"The order was charged as {known}, and now as {report.GatewayReference} too.",
                $"Refund {report.GatewayReference} at the gateway; an order is charged once.");
        if (!order.IsNewsThatDone(CapturePayment))
            return [];
        if (order.Reservation.Total != report.Amount)
            throw new OrderInvariantException(
                $"{report.Amount} was charged for an order of which {order.Reservation.Total?.ToString() ?? "nothing"} is reserved.",
                $"Refund {report.GatewayReference} at the gateway; an order is charged exactly what was reserved for it.");

        return [new OrderEvent.PaymentCaptured(report.Amount, report.GatewayReference)];
    }

    public static IReadOnlyList<OrderEvent> Declined(OrderState order, RecordPaymentDeclined report) =>
        order.IsNewsThatRefused(CapturePayment) ? [new OrderEvent.PaymentDeclined(report.Reason)] : [];

    public static IReadOnlyList<OrderEvent> Refunded(OrderState order, RecordPaymentRefunded report)
    {
        if (order.Payment.Standing == Undone && order.Payment.RefundReference != report.GatewayReference)
            throw new OrderInvariantException(
                $"Refund {report.GatewayReference} is reported, though the payment was {WhatUndidIt(order.Payment)} before.",
                "Check at the gateway whether more was given back than was charged.");
        if (!order.IsNewsThatUndone(CapturePayment))
            return [];
        if (order.Payment.Captured is { } captured && captured != report.Amount)
            throw new OrderInvariantException(
                $"{report.Amount} was refunded of a charge of {captured}.",
                $"Settle the difference at the gateway under {order.Payment.CaptureReference}; a charge is refunded whole.");

        return [new OrderEvent.PaymentRefunded(report.Amount, report.GatewayReference)];
    }

    public static IReadOnlyList<OrderEvent> Voided(OrderState order)
    {
        if (!order.IsNewsThatUndone(CapturePayment))
            return [];
        if (order.Payment.Standing == Done)
            throw new OrderInvariantException(
                $"The gateway found no charge to release, but the order was charged as {order.Payment.CaptureReference}.",
                "Look that charge up at the gateway and refund it; until then the customer's money is held.");

        return [new OrderEvent.PaymentVoided()];
    }

    static string WhatUndidIt(OrderPayment payment) => payment.RefundReference is { } refund ? $"refunded as {refund}" : "voided";
}
