namespace Sagas.Contracts.Orders;

/// <summary>Starts the PlaceOrder saga. The order's stream already begins with its placement.</summary>
public sealed record PlaceOrder
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The customer who orders.</summary>
    public required string CustomerId { get; init; }

    /// <summary>At least one line; no SKU twice.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Where the goods go.</summary>
    [Personal]
    public required PostalAddress ShipTo { get; init; }

    /// <summary>What the payment gateway gave the client to charge.</summary>
    [Sensitive]
    public required string PaymentToken { get; init; }

    /// <summary>The total that the customer was shown. When the catalogue's total differs, the order is turned round.</summary>
    public Money? ExpectedTotal { get; init; }
}
