using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>An order as far as the read model has come with it.</summary>
/// <param name="State">The fold.</param>
/// <param name="Version">Of so many events.</param>
/// <param name="PlacedAt">When the first of them was recorded.</param>
/// <param name="ChangedAt">When the last one was; no earlier than the one before it, though the clocks of two hosts disagree.</param>
/// <param name="EndedAt">When it was confirmed or cancelled.</param>
/// <param name="Tenant">Whose it is.</param>
sealed record OrderFolded(OrderState State, long Version, DateTimeOffset PlacedAt, DateTimeOffset ChangedAt, DateTimeOffset? EndedAt, string Tenant);
