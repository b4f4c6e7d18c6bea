using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>How a return ended. An outcome never changes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnOutcome>))]
public enum ReturnOutcome
{
    /// <summary>The goods are back, and so is the money.</summary>
    Completed,

    /// <summary>No goods came back, and nothing was given back: the order stands.</summary>
    Rejected,
}

/// <summary>Why a return is refused at once.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnRefusal>))]
public enum ReturnRefusal
{
    NotDelivered,
    AlreadyReturning,
    AlreadyReturned,
}
