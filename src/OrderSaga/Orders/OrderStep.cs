using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>A step of placing an order, stored under the name that its effect keys carry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStep>))]
public enum OrderStep
{
    [JsonStringEnumMemberName("reserve-stock")]
    ReserveStock,

    [JsonStringEnumMemberName("capture-payment")]
    CapturePayment,

    [JsonStringEnumMemberName("create-shipment")]
    CreateShipment,
}
