namespace Sagas.Contracts.Orders;

/// <summary>One line of an order: how many of what. The catalogue sets the price.</summary>
public sealed record OrderLine
{
    /// <summary>How many characters a SKU has at most.</summary>
    public const int LongestSku = 64;

    /// <summary>The stock keeping unit, such as <c>NW-011</c>.</summary>
    public required string Sku { get; init; }

    /// <summary>Units, at least 1.</summary>
    public required int Quantity { get; init; }
}
