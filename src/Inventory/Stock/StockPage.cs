using Sagas.Inventory.Catalogue;

namespace Sagas.Inventory.Stock;

/// <summary>Which part of GET /stock is asked for.</summary>
/// <param name="After">The last SKU of the page before; left out for the first page.</param>
/// <param name="Limit">The most products on the page; left out, a thousand.</param>
readonly record struct StockPage(string? After, int? Limit)
{
    const int Longest = 1000;

    public int Size => Limit ?? Longest;

    public Dictionary<string, string[]> Faults()
    {
        var faults = new Dictionary<string, string[]>();
        if (After is not null && !SkuFormat.IsKept(After))
            faults["after"] = [SkuFormat.Rule];
        if (Size is < 1 or > Longest)
            faults["limit"] = [$"A page has from 1 to {Longest} products."];
        return faults;
    }
}
