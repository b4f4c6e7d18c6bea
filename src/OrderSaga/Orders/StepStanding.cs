using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>What the order knows of a step's effect.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepStanding>))]
public enum StepStanding
{
    /// <summary>Nothing was heard of it.</summary>
    NotDone,

    /// <summary>It may or may not have taken effect, so it has to be undone before the order can be cancelled.</summary>
    InDoubt,

    /// <summary>The participant refused: there is no effect and will be none.</summary>
    Refused,

    Done,

    /// <summary>There is no effect any more, and will be none.</summary>
    Undone,

    /// <summary>An operator answered for it; what the participant then says changes nothing.</summary>
    Waived,
}
