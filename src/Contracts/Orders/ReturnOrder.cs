namespace Sagas.Contracts.Orders;

/// <summary>Starts the saga that takes a delivered order back. Sent once per return, with the id that the API gave it.</summary>
public sealed record ReturnOrder
{
    /// <summary>The return, which is also its saga's correlation id.</summary>
    public required Guid ReturnId { get; init; }

    /// <summary>The order that comes back, whole.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The customer who ordered.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What comes back.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>What was charged for it.</summary>
    public required Money Amount { get; init; }
}
