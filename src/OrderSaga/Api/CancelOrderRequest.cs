namespace Sagas.OrderSaga.Api;

/// <summary>The body of <c>POST /orders/{id}/cancel</c>.</summary>
public sealed record CancelOrderRequest
{
    /// <summary>Why, in the words of whoever asks.</summary>
    public required string Reason { get; init; }

    /// <summary>Who asks; the customer when left out.</summary>
    public string? RequestedBy { get; init; }
}
