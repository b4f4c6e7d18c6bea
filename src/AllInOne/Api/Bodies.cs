using Sagas.AllInOne.Northwind;
using Sagas.Contracts;
using Sagas.Contracts.Orders;

namespace Sagas.AllInOne.Api;

sealed record ProductBody(string Name, Money UnitPrice, bool Discontinued)
{
    public static ProductBody Of(NorthwindProduct product) => new(product.Name, NorthwindMoney.Of(product.UnitPrice), product.Discontinued);
}

sealed record ReceiptBody(int Quantity);

sealed record OrderBody(string CustomerId, IEnumerable<OrderLine> Lines, PostalAddress ShipTo, string PaymentToken, Money ExpectedTotal)
{
    public static OrderBody Of(NorthwindOrder order) => new(
        order.CustomerId,
        order.Lines.Select(line => new OrderLine { Sku = line.Sku, Quantity = line.Quantity }),
        order.ShipTo,
        order.PaymentToken,
        order.TotalThen);
}
