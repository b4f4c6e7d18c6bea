using System.Text.Json;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Hops;

/// <summary>The products of Northwind and their prices, which do not change.</summary>
sealed class Catalogue
{
    readonly Dictionary<string, decimal> _prices = [];

    public Catalogue()
    {
        using var lines = new StreamReader(typeof(Catalogue).Assembly.GetManifestResourceStream("products.ndjson")!);
        while (lines.ReadLine() is { } line)
        {
            using var product = JsonDocument.Parse(line);
            _prices.Add(product.RootElement.GetProperty("sku").GetString()!, product.RootElement.GetProperty("unitPrice").GetDecimal());
        }
    }

    public IReadOnlyDictionary<string, decimal> Prices => _prices;

    public bool Has(OrderLine line) => _prices.ContainsKey(line.Sku);

    public Order Price(Order order)
    {
        OrderLine[] lines = [.. order.Lines.Select(line => line with { UnitPrice = _prices[line.Sku] })];
        return order with { Lines = lines, Total = lines.Sum(line => line.Quantity * line.UnitPrice!.Value) };
    }
}
