using System.Text.Json.Serialization;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Api;

/// <summary>An order as a client sees it.</summary>
public sealed record OrderView
{
    public required Guid OrderId { get; init; }

    public required OrderStatus Status { get; init; }

    /// <summary>How the order ended; null while it is under way.</summary>
    public OutcomeView? Outcome { get; init; }

    public required string CustomerId { get; init; }

    public required IReadOnlyList<OrderLineView> Lines { get; init; }

    public Money? ExpectedTotal { get; init; }

    /// <summary>The catalogue's total; null until the stock is reserved.</summary>
    public Money? Total { get; init; }

    public Money? Captured { get; init; }

    public Money? Refunded { get; init; }

    public ShipmentView? Shipment { get; init; }

    /// <summary>Why the order waits for an operator; null when it does not.</summary>
    public string? NeedsAttentionBecause { get; init; }

    /// <summary>The version of the stream that this is a fold of.</summary>
    public required long Version { get; init; }

    public static OrderView Of(Guid orderId, OrderState order, long version) => new()
    {
        OrderId = orderId,
        Status = order.Status,
        Outcome = order.Outcome is { } outcome ? new OutcomeView(outcome, order.CancelReason, order.CancellationRejectedBecause) : null,
        CustomerId = order.CustomerId!,
        Lines = [.. order.Lines.Select(line => OrderLineView.Of(line, order.Reservation.Lines.FirstOrDefault(reserved => reserved.Sku == line.Sku)))],
        ExpectedTotal = order.ExpectedTotal,
        Total = order.Reservation.Total,
        Captured = order.Payment.Captured,
        Refunded = order.Payment.Refunded,
        Shipment = order.Shipment is { ShipmentId: { } id } shipment
            ? new ShipmentView(id, shipment.Carrier, shipment.TrackingNumber, shipment.DispatchedAt, shipment.DeliveredAt)
            : null,
        NeedsAttentionBecause = order.ParkedBecause,
        Version = version,
    };
}

/// <summary>How an order ended, and why.</summary>
/// <param name="Kind">Confirmed or Cancelled.</param>
/// <param name="Reason">Why it was cancelled.</param>
/// <param name="CancellationRejected">Why a cancellation came too late, when one did.</param>
public sealed record OutcomeView(
    [property: JsonConverter(typeof(JsonStringEnumConverter<OrderOutcome>))] OrderOutcome Kind, CancelReason? Reason, string? CancellationRejected);

/// <summary>A line, with its price once the stock is reserved.</summary>
public sealed record OrderLineView(string Sku, int Quantity, Money? UnitPrice, Money? LineTotal)
{
    public static OrderLineView Of(OrderLine line, Contracts.Inventory.ReservedLine? reserved) =>
        new(line.Sku, line.Quantity, reserved?.UnitPrice, reserved?.LineTotal);
}

/// <summary>The parcel.</summary>
public sealed record ShipmentView(Guid ShipmentId, string? Carrier, string? TrackingNumber, DateTimeOffset? DispatchedAt, DateTimeOffset? DeliveredAt);
