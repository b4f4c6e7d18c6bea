using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Orders;

/// <summary>How a step came to be given up. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepFailure>))]
public enum StepFailure
{
    DeadlinePassed,
    AttemptsFailed,
}
