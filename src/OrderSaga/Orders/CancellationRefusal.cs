using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>Why a request to cancel an order is refused at once.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CancellationRefusal>))]
public enum CancellationRefusal
{
    AlreadyConfirmed,
    AlreadyCancelled,
}
