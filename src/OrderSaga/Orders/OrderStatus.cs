using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>Where an order stands, in the words of the customer who waits for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStatus>))]
public enum OrderStatus
{
    /// <summary>There is no such order.</summary>
    NotPlaced,
    Placed,
    Reserved,
    Paid,
    Confirmed,
    Dispatched,
    Delivered,

    /// <summary>It was delivered, and comes back.</summary>
    Returning,

    /// <summary>The goods are back, and so is the money.</summary>
    Returned,

    /// <summary>It has turned round; what was done is being undone.</summary>
    Cancelling,
    Cancelled,

    /// <summary>It has turned round, and undoing it waits for an operator.</summary>
    NeedsAttention,
}
