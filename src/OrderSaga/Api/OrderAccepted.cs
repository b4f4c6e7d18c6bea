namespace Sagas.OrderSaga.Api;

/// <summary>The answer to a request that was recorded, with where to look what becomes of it.</summary>
public sealed record OrderAccepted(Guid OrderId, string Order, string Events, string Timeline)
{
    public static OrderAccepted For(Guid orderId) => new(orderId, $"/orders/{orderId}", $"/orders/{orderId}/events", $"/sagas/{orderId}/timeline");
}
