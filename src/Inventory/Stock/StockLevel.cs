using Sagas.Contracts;

namespace Sagas.Inventory.Stock;

/// <summary>A product and what there is of it. Received and returned equal available, reserved, shipped and written off together.</summary>
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

    /// <summary>Units that came back, on the shelf again or written off.</summary>
    public required long Returned { get; init; }

    /// <summary>Units that came back and can't be sold again.</summary>
    public required long WrittenOff { get; init; }
}
