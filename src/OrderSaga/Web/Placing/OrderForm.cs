using System.Globalization;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Api;

namespace Sagas.OrderSaga.Web.Placing;

/// <summary>The form as it is filled in.</summary>
public sealed record OrderForm
{
    public string Key { get; init; } = Guid.CreateVersion7().ToString();

    public string Case { get; init; } = OrderCase.All[0].Name;

    public string CustomerId { get; init; } = "VINET";

    public string Sku { get; init; } = "NW-011";

    public string Quantity { get; init; } = "2";

    public string Name { get; init; } = "Vins et alcools Chevalier";

    public string Street { get; init; } = "59 rue de l'Abbaye";

    public string City { get; init; } = "Reims";

    public string Country { get; init; } = "France";

    public static OrderForm Of(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new OrderForm
        {
            Key = Text("key"), Case = Text("case"), CustomerId = Text("customerId"), Sku = Text("sku"), Quantity = Text("quantity"),
            Name = Text("name"), Street = Text("street"), City = Text("city"), Country = Text("country"),
        };

        string Text(string name) => form[name].ToString().Trim();
    }

    /// <summary>The request that a client of the API would send.</summary>
    public PlaceOrderRequest ToRequest()
    {
        var wanted = OrderCase.All.FirstOrDefault(known => known.Name == Case) ?? OrderCase.All[0];
        // What is no number is left to the check, which asks for one from 1.
        var quantity = wanted.Quantity ?? (int.TryParse(Quantity, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        return new PlaceOrderRequest
        {
            CustomerId = CustomerId,
            Lines = [new OrderLine { Sku = Sku, Quantity = quantity }],
            ShipTo = new PostalAddress { Name = Name, Street = Street, City = City, Country = wanted.Country ?? Country },
            PaymentToken = wanted.Token,
            ExpectedTotal = wanted.ExpectedTotal,
        };
    }
}
