namespace Sagas.OrderSaga.Operators;

/// <summary>Settles the undo that a parked saga owes on an operator's word, because it was seen to outside the system.</summary>
public sealed record ResolveSaga : IOperatorRequest
{
    public required Guid RequestId { get; init; }

    public required Guid SagaId { get; init; }

    public required string Operator { get; init; }

    public required string Reason { get; init; }

    /// <summary>What shows that there is nothing left to undo.</summary>
    public required string Evidence { get; init; }

    public required Situation Seen { get; init; }
}
