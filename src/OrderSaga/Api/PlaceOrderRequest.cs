using Sagas.Contracts;
using Sagas.Contracts.Orders;

namespace Sagas.OrderSaga.Api;

/// <summary>The body of <c>POST /orders</c>. Prices are the catalogue's; the client may only say what total it was shown.</summary>
public sealed record PlaceOrderRequest
{
    /// <summary>The customer who orders.</summary>
    public required string CustomerId { get; init; }

    /// <summary>1 to 100 lines, no SKU twice.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Where the goods go.</summary>
    public required PostalAddress ShipTo { get; init; }

    /// <summary>What the payment gateway gave the client to charge.</summary>
    public required string PaymentToken { get; init; }

    /// <summary>The total that the customer was shown. When the catalogue's differs, the order is cancelled with reason PriceChanged.</summary>
    public Money? ExpectedTotal { get; init; }
}
