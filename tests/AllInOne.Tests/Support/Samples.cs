using Sagas.AllInOne.Northwind;

namespace Sagas.AllInOne.Tests.Support;

static class Samples
{
    public static NorthwindData Data { get; } = NorthwindData.Read(Path.Combine(AppContext.BaseDirectory, "northwind"));

    /// <summary>As Shipping does by default.</summary>
    public static bool IsServed(string country) => country is not ("Argentina" or "Venezuela");

    public static IReadOnlyDictionary<string, int> EverythingInPlenty { get; } = Data.Products.ToDictionary(product => product.Sku, _ => 1_000_000);

    public static NorthwindOrder Order(int orderId) => Data.Orders.Single(order => order.OrderId == orderId);
}
