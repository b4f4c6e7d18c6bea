using Sagas.Contracts.Orders;

namespace Sagas.Inventory.ReservingStock;

/// <summary>What is decided about an order's lines: all or nothing.</summary>
/// <param name="Refusal">Why nothing is reserved; <c>null</c> when everything is.</param>
/// <param name="Lines">The lines in the order of the command.</param>
sealed record ReservationDecision(string? Refusal, IReadOnlyList<DecidedLine> Lines)
{
    /// <summary>Decides by the catalogue and the stock as they were read.</summary>
    public static ReservationDecision About(IReadOnlyList<OrderLine> lines, IReadOnlyDictionary<string, Offer> offers)
    {
        List<DecidedLine> seen = [.. lines.Select(line => See(line, offers.GetValueOrDefault(line.Sku)))];
        return new ReservationDecision(Refuse(seen), seen);
    }

    static DecidedLine See(OrderLine line, Offer? offer) => new(line.Sku, line.Quantity, offer?.Available ?? 0, offer?.UnitPrice, offer?.Currency);

    static string? Refuse(List<DecidedLine> lines)
    {
        if (lines.Exists(line => line.UnitPrice is null))
            return StockRefusal.UnknownSku;
        if (lines.Select(line => line.Currency).Distinct().Count() > 1)
            return StockRefusal.CurrencyMismatch;
        return lines.Exists(line => line.FallsShort) ? StockRefusal.OutOfStock : null;
    }
}

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
