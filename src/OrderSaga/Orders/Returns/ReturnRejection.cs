using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>Why a return came to nothing. Stored and published by name: never renamed, retired ones stay.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnRejection>))]
public enum ReturnRejection
{
    /// <summary>The goods did not come in the time that they had.</summary>
    GoodsNeverArrived,

    /// <summary>Inventory does not take the goods back.</summary>
    GoodsRefused,

    /// <summary>Inventory could not be told of the return.</summary>
    Faulted,

    OperatorRequest,
}
