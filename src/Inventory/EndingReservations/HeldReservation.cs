using Sagas.Contracts.Orders;

namespace Sagas.Inventory.EndingReservations;

/// <summary>A reservation that has not ended.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="SagaId">The saga that asked for it.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Lines">What is reserved.</param>
sealed record HeldReservation(Guid OrderId, Guid SagaId, string Tenant, IReadOnlyList<OrderLine> Lines);
