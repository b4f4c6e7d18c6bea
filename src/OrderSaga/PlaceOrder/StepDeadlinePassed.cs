namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>The saga's timer: what it waits for has not come in time, or the time to ask again has come.</summary>
public sealed record StepDeadlinePassed
{
    public required Guid SagaId { get; init; }

    /// <summary>The state that the saga was in when it armed the timer.</summary>
    public required string State { get; init; }

    public required int Attempt { get; init; }
}
