using Sagas.Contracts.Orders;

namespace Sagas.Inventory.ReservingStock;

/// <summary>What is to become of an order's reservation.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Tenant">Whose it is.</param>
abstract record ReservationChange(Guid OrderId, string Tenant)
{
    /// <summary>It is made.</summary>
    /// <param name="OrderId">The order.</param>
    /// <param name="SagaId">The saga that asked.</param>
    /// <param name="Tenant">Whose it is.</param>
    /// <param name="Lines">What is reserved, with the catalogue's prices.</param>
    public sealed record Made(Guid OrderId, Guid SagaId, string Tenant, IReadOnlyList<DecidedLine> Lines) : ReservationChange(OrderId, Tenant);

    /// <summary>It is ended and its goods are free.</summary>
    /// <param name="OrderId">The order.</param>
    /// <param name="Tenant">Whose it is.</param>
    /// <param name="Lines">What was reserved.</param>
    public sealed record Undone(Guid OrderId, string Tenant, IReadOnlyList<OrderLine> Lines) : ReservationChange(OrderId, Tenant);
}
