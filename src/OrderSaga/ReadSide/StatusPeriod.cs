using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>An order was in a status for some time.</summary>
/// <param name="Version">The event that led into it.</param>
/// <param name="Status">The status.</param>
/// <param name="CameFrom">The one before it; null for the first.</param>
/// <param name="EnteredAt">From when.</param>
/// <param name="LeftAt">To when; null while it is.</param>
sealed record StatusPeriod(long Version, OrderStatus Status, OrderStatus? CameFrom, DateTimeOffset EnteredAt, DateTimeOffset? LeftAt);
