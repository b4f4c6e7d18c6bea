namespace Sagas.AllInOne.Conservation;

/// <summary>Of the units of a SKU that came in or came back, each is free, promised to one order, gone, or written off.</summary>
static class StockLaws
{
    public static ConservationLaw NothingIsLost(IReadOnlyList<StockOfSku> stock) => new(
        "Inventory, per SKU: received + returned = available + reserved + shipped + written off",
        $"{stock.Sum(sku => sku.Received):N0} + {stock.Sum(sku => sku.Returned):N0} = {stock.Sum(sku => sku.Now.Available):N0} + {stock.Sum(sku => sku.Now.Reserved):N0} + {stock.Sum(sku => sku.Now.Shipped):N0} + {stock.Sum(sku => sku.Now.WrittenOff):N0}",
        [
            .. stock.Where(sku => sku.Received + sku.Returned != sku.Now.Sum)
                .Select(sku => $"Inventory received {sku.Received} of {sku.Sku}, got {sku.Returned} back, and has {sku.Now}: {sku.Now.Sum} in all."),
        ]);

    public static ConservationLaw EveryMovementIsKept(IReadOnlyList<StockOfSku> stock) => new(
        "Inventory, per SKU: the movements add up to the stock",
        $"{stock.Count} SKUs",
        [
            .. stock.Where(sku => sku.Now != sku.Moved)
                .Select(sku => $"Inventory has {sku.Now} of {sku.Sku}, but its movements add up to {sku.Moved}."),
        ]);

    /// <param name="stock">What Inventory says.</param>
    /// <param name="dispatched">The units that left with Shipping's shipments, by SKU.</param>
    public static ConservationLaw WhatLeftWasShipped(IReadOnlyList<StockOfSku> stock, IReadOnlyDictionary<string, long> dispatched) => new(
        "Per SKU: what Shipping dispatched = what Inventory shipped",
        $"{dispatched.Values.Sum():N0} = {stock.Sum(sku => sku.Now.Shipped):N0}",
        [
            .. stock.Where(sku => sku.Now.Shipped != dispatched.GetValueOrDefault(sku.Sku))
                .Select(sku => $"Shipping dispatched {dispatched.GetValueOrDefault(sku.Sku)} of {sku.Sku}, but Inventory shipped {sku.Now.Shipped}."),
            .. dispatched.Keys.Except(stock.Select(sku => sku.Sku)).Select(sku => $"Shipping dispatched {sku}, which Inventory does not know."),
        ]);
}
