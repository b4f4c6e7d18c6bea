namespace Sagas.Inventory.ReservingStock;

/// <summary>What the database decided about an order's lines.</summary>
/// <param name="Refusal">Why nothing is reserved; <c>null</c> when everything is.</param>
/// <param name="Lines">The lines in the order of the command.</param>
sealed record ReservationDecision(string? Refusal, IReadOnlyList<DecidedLine> Lines);

/// <summary>A line as the catalogue and the stock saw it.</summary>
/// <param name="Sku">The stock keeping unit.</param>
/// <param name="Quantity">Units asked for.</param>
/// <param name="Available">Units that were free; 0 for an unknown SKU.</param>
/// <param name="UnitPrice">The catalogue's price; <c>null</c> for an unknown SKU.</param>
/// <param name="Currency">The price's currency.</param>
sealed record DecidedLine(string Sku, int Quantity, long Available, decimal? UnitPrice, string? Currency)
{
    public bool FallsShort => Available < Quantity;
}
