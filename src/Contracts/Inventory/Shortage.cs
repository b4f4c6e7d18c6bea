namespace Sagas.Contracts.Inventory;

/// <summary>A line that could not be reserved.</summary>
public sealed record Shortage
{
    /// <summary>The stock keeping unit.</summary>
    public required string Sku { get; init; }

    /// <summary>Units asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Units that were free; 0 for an unknown SKU.</summary>
    public required int Available { get; init; }
}
