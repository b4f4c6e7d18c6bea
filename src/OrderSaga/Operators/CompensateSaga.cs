namespace Sagas.OrderSaga.Operators;

/// <summary>Asks a saga that goes forward to turn round.</summary>
public sealed record CompensateSaga : IOperatorRequest
{
    public required Guid RequestId { get; init; }

    public required Guid SagaId { get; init; }

    public required string Operator { get; init; }

    public required string Reason { get; init; }

    public required Situation Seen { get; init; }
}
