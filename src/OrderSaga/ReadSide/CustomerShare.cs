using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>What an order adds to its customer's totals of a day.</summary>
readonly record struct CustomerShare(long Orders, long Confirmed, decimal ConfirmedTotal, decimal RefundedTotal)
{
    /// <summary>Nothing, as long as the catalogue has not priced it.</summary>
    public static CustomerShare Of(OrderState? order)
    {
        if (order?.Reservation.Total is not { } total)
            return default;
        var confirmed = order.Outcome == OrderOutcome.Confirmed;
        return new CustomerShare(1, confirmed ? 1 : 0, confirmed ? total.Amount : 0, order.Payment.Refunded?.Amount ?? 0);
    }

    public static CustomerShare operator +(CustomerShare one, CustomerShare other) => new(
        one.Orders + other.Orders, one.Confirmed + other.Confirmed, one.ConfirmedTotal + other.ConfirmedTotal, one.RefundedTotal + other.RefundedTotal);

    public static CustomerShare operator -(CustomerShare one, CustomerShare other) => new(
        one.Orders - other.Orders, one.Confirmed - other.Confirmed, one.ConfirmedTotal - other.ConfirmedTotal, one.RefundedTotal - other.RefundedTotal);
}
