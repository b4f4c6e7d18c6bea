namespace Sagas.AllInOne.Conservation;

/// <summary>Nobody pays for nothing, and nobody gets anything without paying.</summary>
static class PaymentLaws
{
    /// <param name="gateway">The gateway's own record.</param>
    /// <param name="confirmed">The orders that have a shipment that was not cancelled.</param>
    public static ConservationLaw MoneyIsKeptForConfirmedOrders(IReadOnlyList<PaymentOfOrder> gateway, IReadOnlySet<Guid> confirmed) => new(
        "Gateway, per order: captured = refunded, or the order is confirmed",
        $"{gateway.Sum(order => order.Captured):N2} - {gateway.Sum(order => order.Refunded):N2} USD, {gateway.Count(order => order.Held > 0):N0} of {confirmed.Count:N0} confirmed orders",
        [
            .. gateway.Where(order => order.Held != 0 && !confirmed.Contains(order.OrderId))
                .Select(order => $"The gateway keeps {order.Held} of order {order.OrderId}, which is not confirmed."),
            .. gateway.Where(order => order.Refunded != 0 && order.Held != 0)
                .Select(order => $"The gateway gave back {order.Refunded} of {order.Captured} for order {order.OrderId}, which is neither nothing nor all."),
            .. confirmed.Except(gateway.Where(order => order.Held > 0).Select(order => order.OrderId))
                .Select(order => $"Order {order} is confirmed, but the gateway keeps nothing for it."),
        ]);

    public static ConservationLaw LedgerAgreesWithGateway(IReadOnlyList<PaymentOfOrder> ledger, IReadOnlyList<PaymentOfOrder> gateway)
    {
        var recorded = gateway.ToDictionary(order => order.OrderId);
        PaymentOfOrder Recorded(Guid orderId) => recorded.GetValueOrDefault(orderId) ?? new(orderId, 0, 0);
        return new(
            "Per order: Payment's ledger = the gateway's record",
            $"{ledger.Sum(order => order.Held):N2} = {gateway.Sum(order => order.Held):N2} USD",
            [
                .. ledger.Where(order => order != Recorded(order.OrderId))
                    .Select(order => $"Payment's ledger has {Amounts(order)} for order {order.OrderId}, but the gateway has {Amounts(Recorded(order.OrderId))}."),
                .. recorded.Values.ExceptBy(ledger.Select(order => order.OrderId), order => order.OrderId)
                    .Where(order => order.Captured != 0)
                    .Select(order => $"The gateway has {Amounts(order)} for order {order.OrderId}, of which Payment's ledger knows nothing."),
            ]);
    }

    static string Amounts(PaymentOfOrder order) => $"{order.Captured} captured and {order.Refunded} refunded";
}
