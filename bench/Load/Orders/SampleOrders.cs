using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sagas.Load.Orders;

/// <summary>The bodies of Northwind's orders as <c>POST /orders</c> takes them, over and over.</summary>
sealed class SampleOrders
{
    const string Approved = "tok_approved";
    const string Declined = "tok_declined_insufficient_funds";

    readonly byte[][] _bodies;
    int _next = -1;

    SampleOrders(byte[][] bodies) => _bodies = bodies;

    public static SampleOrders Of(Mix mix)
    {
        var orders = Northwind.Orders();
        byte[][] bodies = [.. mix == Mix.Confirmed ? orders.Where(IsServed).Select(Confirmed) : orders.Select(AsPlaced)];
        // Prices moved with the years: in the order of their dates, a short run would see nothing but the first year. The same order in every run.
        new Random(Seed: 1996).Shuffle(bodies);
        return new SampleOrders(bodies);
    }

    public byte[] Next() => _bodies[(uint)Interlocked.Increment(ref _next) % _bodies.Length];

    static byte[] Confirmed(JsonObject order) => Body(order, Approved, expectedTotal: null);

    /// <summary>Every tenth card is declined, as in the demo, and the customer was shown the prices of the day.</summary>
    static byte[] AsPlaced(JsonObject order, int index) =>
        Body(order, index % 10 == 9 ? Declined : Approved, Lines(order).Sum(line => line!["quantity"]!.GetValue<int>() * line!["unitPriceThen"]!.GetValue<decimal>()));

    static byte[] Body(JsonObject order, string paymentToken, decimal? expectedTotal) => JsonSerializer.SerializeToUtf8Bytes(
        new OrderBody(
            order["customerId"]!.GetValue<string>(),
            Lines(order).Select(line => new OrderLine(line!["sku"]!.GetValue<string>(), line!["quantity"]!.GetValue<int>())),
            order["shipTo"]!,
            paymentToken,
            expectedTotal is { } total ? Money.Dollars(total) : null),
        JsonSerializerOptions.Web);

    static JsonArray Lines(JsonObject order) => order["lines"]!.AsArray();

    /// <summary>Those of Northwind's countries that Shipping does not ship to unless it is told to.</summary>
    static bool IsServed(JsonObject order) => order["shipTo"]!["country"]!.GetValue<string>() is not ("Argentina" or "Norway" or "Poland" or "Portugal");

    sealed record OrderBody(string CustomerId, IEnumerable<OrderLine> Lines, JsonNode ShipTo, string PaymentToken, Money? ExpectedTotal);

    sealed record OrderLine(string Sku, int Quantity);
}
