namespace Sagas.Inventory.Stock;

/// <summary>What there is of a product: free, promised to orders, gone, and written off.</summary>
sealed class StockRow
{
    public required string Sku { get; init; }

    public long Available { get; init; }

    public long Reserved { get; init; }

    public long Shipped { get; init; }

    public long WrittenOff { get; init; }
}
