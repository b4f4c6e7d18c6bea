namespace Sagas.Contracts.Orders;

/// <summary>A return ended: the goods are back and the money is given back.</summary>
public sealed record OrderReturned
{
    /// <summary>The return.</summary>
    public required Guid ReturnId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The customer who ordered.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What was given back.</summary>
    public required Money Refunded { get; init; }
}
