namespace Sagas.Inventory.ReservingStock;

/// <summary>What is, or was, promised to an order.</summary>
sealed class Reservation
{
    public required Guid OrderId { get; init; }

    public required Guid SagaId { get; init; }

    public required string State { get; init; }

    public required string Currency { get; init; }

    public Guid? ShipmentId { get; init; }

    public required string Tenant { get; init; }

    public DateTimeOffset ReservedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>One of its lines.</summary>
sealed class ReservationLine
{
    public required Guid OrderId { get; init; }

    public required string Sku { get; init; }

    public required int Quantity { get; init; }

    public required decimal UnitPrice { get; init; }
}
