namespace Sagas.Inventory.Stock;

/// <summary>One change of a stock row.</summary>
sealed class Movement
{
    public long MovementId { get; init; }

    public required string Sku { get; init; }

    public required string Kind { get; init; }

    public required int Quantity { get; init; }

    public Guid? OrderId { get; init; }

    public required string Tenant { get; init; }

    public DateTimeOffset MovedAt { get; init; }
}
