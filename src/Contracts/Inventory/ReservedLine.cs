namespace Sagas.Contracts.Inventory;

/// <summary>A line that was reserved, at the catalogue's price.</summary>
public sealed record ReservedLine
{
    /// <summary>The stock keeping unit.</summary>
    public required string Sku { get; init; }

    /// <summary>Units reserved.</summary>
    public required int Quantity { get; init; }

    /// <summary>The catalogue's price of one unit.</summary>
    public required Money UnitPrice { get; init; }

    /// <summary>Quantity times unit price, rounded half to even to the currency's minor unit.</summary>
    public required Money LineTotal { get; init; }
}
