using Sagas.AllInOne.Northwind;
using Sagas.Shipping;

namespace Sagas.AllInOne.Tests.Support;

static class Samples
{
    public static NorthwindData Data { get; } = NorthwindData.Read(Path.Combine(AppContext.BaseDirectory, "northwind"));

    public static bool IsServed(string country) => Shipping.Serves(country);

    public static IReadOnlyDictionary<string, int> EverythingInPlenty { get; } = Data.Products.ToDictionary(product => product.Sku, _ => 1_000_000);

    static ShippingOptions Shipping { get; } = new();
}
