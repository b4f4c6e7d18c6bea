using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>What operators can ask for. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperatorRequest>))]
public enum OperatorRequest
{
    /// <summary>To ask the participant again.</summary>
    Retry,

    /// <summary>To take an undo as settled, on the operator's word.</summary>
    Resolve,

    /// <summary>To turn the order round now.</summary>
    Compensate,
}
