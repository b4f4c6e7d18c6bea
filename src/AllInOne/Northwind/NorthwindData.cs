using System.Text.Json;

namespace Sagas.AllInOne.Northwind;

/// <summary>The catalogue and the orders, and what follows from the two together.</summary>
sealed class NorthwindData(IEnumerable<NorthwindProduct> products, IEnumerable<NorthwindOrder> orders)
{
    readonly Dictionary<string, NorthwindProduct> catalogue = products.ToDictionary(product => product.Sku);

    public IReadOnlyCollection<NorthwindProduct> Products => catalogue.Values;

    public IReadOnlyList<NorthwindOrder> Orders { get; } =
        [.. orders.OrderBy(order => order.OrderId).Select((order, index) => order with { Position = index + 1 })];

    public static NorthwindData Read(string directory) =>
        new(Read<NorthwindProduct>(Path.Combine(directory, "products.ndjson")), Read<NorthwindOrder>(Path.Combine(directory, "orders.ndjson")));

    public decimal TotalToday(NorthwindOrder order) => order.Lines.Sum(line => line.Quantity * catalogue[line.Sku].UnitPrice);

    public bool PriceMoved(NorthwindOrder order) => order.TotalThen.Amount != TotalToday(order);

    /// <summary>
    /// What each SKU starts with: nine tenths, rounded down, of what the orders ask whose price did not move. So some of them run short,
    /// although the others give back what they reserve.
    /// </summary>
    public IReadOnlyDictionary<string, int> StartingStock()
    {
        var demand = Orders.Where(order => !PriceMoved(order)).SelectMany(order => order.Lines).ToLookup(line => line.Sku, line => line.Quantity);
        return catalogue.Keys.ToDictionary(sku => sku, sku => demand[sku].Sum() * 9 / 10);
    }

    static IEnumerable<T> Read<T>(string file) => File.ReadLines(file).Select(line => JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web)!);
}
