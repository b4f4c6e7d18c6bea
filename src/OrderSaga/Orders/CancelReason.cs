using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>Why an order turned round. Stored and published by name: never renamed, retired ones stay.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CancelReason>))]
public enum CancelReason
{
    StockUnavailable,
    PriceChanged,
    CurrencyMismatch,
    PaymentDeclined,
    ShipmentRefused,
    CustomerRequest,

    /// <summary>A step did not answer by its last deadline.</summary>
    Timeout,

    /// <summary>A step failed in all its attempts.</summary>
    Faulted,

    OperatorRequest,
}
