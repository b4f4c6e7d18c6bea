using Sagas.Contracts;

namespace Sagas.Inventory.Stock;

/// <summary>A product and what there is of it. Received equals available, reserved and shipped together.</summary>
public sealed record StockLevel
{
    public required string Sku { get; init; }

    public required string Name { get; init; }

    public required Money UnitPrice { get; init; }

    public required bool Discontinued { get; init; }

    public required long Received { get; init; }

    public required long Available { get; init; }

    public required long Reserved { get; init; }

    public required long Shipped { get; init; }
}
