namespace Sagas.Contracts.Orders;

/// <summary>A return ended: the goods are back and the money is given back, or settled otherwise.</summary>
public sealed record OrderReturned
{
    /// <summary>The return.</summary>
    public required Guid ReturnId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The customer who ordered.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What was given back through the payment gateway: nothing when an operator settled it otherwise.</summary>
    public required Money Refunded { get; init; }

    /// <summary>What an operator settled outside of the gateway, on their word; null when nothing was.</summary>
    public Money? SettledOutside { get; init; }
}
