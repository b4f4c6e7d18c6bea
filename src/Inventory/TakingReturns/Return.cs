namespace Sagas.Inventory.TakingReturns;

/// <summary>Goods that come back, or are expected to.</summary>
sealed class Return
{
    public required Guid ReturnId { get; init; }

    public required Guid OrderId { get; init; }

    public required string State { get; init; }

    public required string ReceiveKey { get; init; }

    public required string ReceiveAddress { get; init; }

    public string? InspectKey { get; init; }

    public string? InspectAddress { get; init; }

    public required string Tenant { get; init; }

    public DateTimeOffset ExpectedAt { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public DateTimeOffset? RestockedAt { get; init; }

    public DateTimeOffset? WrittenOffAt { get; init; }
}

/// <summary>One of its lines.</summary>
sealed class ReturnLine
{
    public required Guid ReturnId { get; init; }

    public required string Sku { get; init; }

    public required int Quantity { get; init; }

    public int? Sound { get; init; }

    public int? Damaged { get; init; }
}
