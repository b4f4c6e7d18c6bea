namespace Sagas.AllInOne.Conservation;

/// <summary>Nobody pays for nothing, and nobody gets anything without paying.</summary>
static class PaymentLaws
{
    /// <param name="gateway">The gateway's own record.</param>
    /// <param name="confirmed">The orders that have a shipment that was not cancelled.</param>
    /// <param name="returned">Those of them whose goods came back.</param>
    /// <param name="completed">Those whose return is complete.</param>
    /// <param name="byHand">Those of which an operator settled something outside.</param>
    public static ConservationLaw MoneyIsKeptForConfirmedOrders(
        IReadOnlyList<PaymentOfOrder> gateway, IReadOnlySet<Guid> confirmed, IReadOnlySet<Guid> returned, IReadOnlySet<Guid> completed, SettledByHand byHand)
    {
        var kept = gateway.Where(order => order.Held != 0).ToList();
        return new(
            "Gateway, per order: captured = refunded, or the order is confirmed and not returned, or an operator settled it outside",
            $"{gateway.Sum(order => order.Captured):N2} - {gateway.Sum(order => order.Refunded):N2}, {confirmed.Count:N0} confirmed orders, {returned.Count:N0} of them returned, {byHand.Money.Count:N0} paid back by hand",
            [
                .. kept.Where(order => !confirmed.Contains(order.OrderId) && !byHand.Money.Contains(order.OrderId))
                    .Select(order => $"The gateway has {order} for order {order.OrderId}, which is not confirmed."),
                .. kept.Where(order => order.Refunded != 0)
                    .Select(order => $"The gateway has {order} for order {order.OrderId}: neither nothing nor all was given back."),
                .. kept.Where(order => completed.Contains(order.OrderId) && !byHand.Money.Contains(order.OrderId))
                    .Select(order => $"The return of order {order.OrderId} is complete, but the gateway has {order} for it."),
                .. confirmed.Except(returned).Except(byHand.Goods).Except(byHand.Money).Except(kept.Where(order => order.Held > 0).Select(order => order.OrderId))
                    .Select(order => $"Order {order} is confirmed and was not returned, but the gateway keeps nothing for it."),
            ]);
    }

    public static ConservationLaw LedgerAgreesWithGateway(IReadOnlyList<PaymentOfOrder> ledger, IReadOnlyList<PaymentOfOrder> gateway)
    {
        var known = ledger.ToDictionary(order => order.OrderId);
        var recorded = gateway.ToDictionary(order => order.OrderId);
        return new(
            "Per order: Payment's ledger = the gateway's record",
            $"{ledger.Sum(order => order.Held):N2} = {gateway.Sum(order => order.Held):N2}",
            [
                .. known.Keys.Union(recorded.Keys)
                    .Select(order => (Ledger: Of(order, known), Gateway: Of(order, recorded)))
                    .Where(order => order.Ledger != order.Gateway)
                    .Select(order => $"Payment's ledger has {order.Ledger} for order {order.Ledger.OrderId}, but the gateway has {order.Gateway}."),
            ]);
    }

    static PaymentOfOrder Of(Guid order, Dictionary<Guid, PaymentOfOrder> payments) => payments.GetValueOrDefault(order) ?? new(order, 0, 0);
}
