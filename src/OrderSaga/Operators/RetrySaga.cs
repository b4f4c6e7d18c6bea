namespace Sagas.OrderSaga.Operators;

/// <summary>Asks a saga to ask again: for the step that it waits for, or for the undo that it owes.</summary>
public sealed record RetrySaga : IOperatorRequest
{
    public required Guid RequestId { get; init; }

    public required Guid SagaId { get; init; }

    public required string Operator { get; init; }

    public required string Reason { get; init; }

    public required Situation Seen { get; init; }
}
