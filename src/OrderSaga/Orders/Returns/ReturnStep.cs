using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>A step of taking an order back, stored under the name that its effect keys carry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnStep>))]
public enum ReturnStep
{
    [JsonStringEnumMemberName("receive-return")]
    ReceiveReturn,

    [JsonStringEnumMemberName("inspect-return")]
    InspectReturn,

    [JsonStringEnumMemberName("restock-goods")]
    RestockGoods,

    [JsonStringEnumMemberName("write-off-goods")]
    WriteOffGoods,

    [JsonStringEnumMemberName("refund-return")]
    RefundReturn,
}
