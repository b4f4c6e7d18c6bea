using System.Text.Json;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>An order in a list.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="ChangedAt">When its last event was recorded.</param>
/// <param name="EndedAt">When it was confirmed or cancelled; null while it is under way.</param>
/// <param name="Total">The catalogue's total; null until the stock is reserved.</param>
/// <param name="Lines">What was ordered.</param>
/// <param name="Carrier">Who carries the parcel.</param>
/// <param name="TrackingNumber">The carrier's number of it.</param>
/// <param name="Version">The order's last event that is in this; <c>GET /orders/{id}</c> may show a later one.</param>
public sealed record OrderSummaryView(
    Guid OrderId, string CustomerId, OrderStatus Status, DateTimeOffset PlacedAt, DateTimeOffset ChangedAt, DateTimeOffset? EndedAt, Money? Total, IReadOnlyList<OrderLine> Lines,
    string? Carrier, string? TrackingNumber, long Version);

/// <summary>A page of orders, the one placed last first.</summary>
/// <param name="Orders">The orders.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record OrderPage(IReadOnlyList<OrderSummaryView> Orders, string? Next);
