namespace Sagas.AllInOne.Northwind;

/// <summary>
/// Says from the data alone how an order may end. The saga reserves stock, then compares the total, then charges, then ships; the first of
/// these that fails decides. Only whether stock was left depends on the other orders.
/// </summary>
/// <param name="data">The catalogue and the orders.</param>
/// <param name="serves">Whether Shipping ships to a country.</param>
/// <param name="scarcest">The fewest units of each SKU that were ever free.</param>
sealed class NorthwindOutcomes(NorthwindData data, Func<string, bool> serves, IReadOnlyDictionary<string, int> scarcest)
{
    /// <summary>How an order ends that finds its stock.</summary>
    public string WithStock(NorthwindOrder order) =>
        data.PriceMoved(order) ? Outcome.PriceChanged
        : order.PaymentToken == NorthwindOrder.Declined ? Outcome.PaymentDeclined
        : !serves(order.ShipTo.Country) ? Outcome.ShipmentRefused
        : Outcome.Confirmed;

    /// <summary>Whether one of its SKUs was ever too scarce for it.</summary>
    public bool CanRunShort(NorthwindOrder order) => order.Lines.Any(line => scarcest.GetValueOrDefault(line.Sku) < line.Quantity);

    public IReadOnlyList<string> Allowed(NorthwindOrder order) =>
        CanRunShort(order) ? [WithStock(order), Outcome.StockUnavailable] : [WithStock(order)];
}
