using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>How an order ended. An outcome never changes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderOutcome>))]
public enum OrderOutcome
{
    Confirmed,
    Cancelled,
}
