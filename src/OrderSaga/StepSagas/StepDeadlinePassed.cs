using MassTransit;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>A saga's timer: what it waits for has not come in time, or the time to ask again has come.</summary>
/// <remarks>Timers lie in the outbox for as long as a saga waits, so the wire name is stored and never changes.</remarks>
[MessageUrn("Sagas.OrderSaga.PlaceOrder:StepDeadlinePassed")]
public sealed record StepDeadlinePassed
{
    public required Guid SagaId { get; init; }

    /// <summary>The state that the saga was in when it armed the timer.</summary>
    public required string State { get; init; }

    public required int Attempt { get; init; }
}
