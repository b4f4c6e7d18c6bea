namespace Sagas.Contracts.Orders;

/// <summary>Asks the PlaceOrder saga to turn round. It was recorded on the order's stream before it was sent.</summary>
public sealed record CancelOrder
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Why, in the words of whoever asked.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asked: a customer, an operator, or a system.</summary>
    public required string RequestedBy { get; init; }
}
