using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>One order that every situation is told with: two lines, 38.50 EUR.</summary>
static class AnOrder
{
    public static readonly Money Total = new(38.50m, "EUR");

    public static readonly Guid ShipmentId = new("0198f3a0-0000-7000-8000-000000000001");
    public static readonly Guid AnotherShipmentId = new("0198f3a0-0000-7000-8000-000000000002");
    public static readonly DateTimeOffset Monday = new(2025, 3, 3, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Tuesday = Monday.AddDays(1);

    public static readonly PostalAddress Address = new() { Name = "Hanna Moos", Street = "Forsterstr. 57", City = "Mannheim", Country = "Germany" };

    public static readonly IReadOnlyList<OrderLine> Lines =
        [new() { Sku = "NW-011", Quantity = 2 }, new() { Sku = "NW-042", Quantity = 1 }];

    public static readonly IReadOnlyList<ReservedLine> ReservedLines =
    [
        new() { Sku = "NW-011", Quantity = 2, UnitPrice = new(14m, "EUR"), LineTotal = new(28m, "EUR") },
        new() { Sku = "NW-042", Quantity = 1, UnitPrice = new(10.50m, "EUR"), LineTotal = new(10.50m, "EUR") },
    ];

    public static readonly IReadOnlyList<Shortage> Shortages = [new() { Sku = "NW-011", Requested = 2, Available = 1 }];

    public static OrderEvent.Placed Placed { get; } = new("BLAUS", Lines, Address, ExpectedTotal: null);
    public static OrderEvent.Placed PlacedExpecting(Money total) => Placed with { ExpectedTotal = total };
    public static OrderEvent.StockReserved Reserved { get; } = new(ReservedLines, Total);
    public static OrderEvent.PaymentCaptured Captured { get; } = new(Total, "ch_1");
    public static OrderEvent.ShipmentCreated ShipmentCreated { get; } = new(ShipmentId, "Federal Shipping", "FS-1");
    public static OrderEvent.Confirmed Confirmed { get; } = new();
    public static OrderEvent.CancellationRequested CancellationRequested { get; } = new("found it cheaper", "BLAUS", ByOperator: false);
    public static OrderEvent.StepGaveUp GaveUp(OrderStep step) => new(step, StepFailure.DeadlinePassed);
    public static OrderEvent.ShipmentCancelled ShipmentCancelled { get; } = new(Existed: true);
    public static OrderEvent.PaymentRefunded Refunded { get; } = new(Total, "re_1");
    public static OrderEvent.StockUnreserved Unreserved { get; } = new(3);
    public static OrderEvent.Cancelled Cancelled { get; } = new(CancelReason.CustomerRequest);

    public static OrderEvent[] OnItsWayToConfirmation { get; } = [Placed, Reserved, Captured];
    public static OrderEvent[] ConfirmedOrder { get; } = [.. OnItsWayToConfirmation, ShipmentCreated, Confirmed];
    public static OrderEvent[] CancelledOrder { get; } =
        [.. OnItsWayToConfirmation, CancellationRequested, new OrderEvent.ShipmentCancelled(Existed: false), Refunded, Unreserved, Cancelled];

    public static OrderCommand.Place Place { get; } = new("BLAUS", Lines, Address, ExpectedTotal: null);
    public static OrderCommand.RecordStockReserved RecordReserved { get; } = new(ReservedLines, Total);
    public static OrderCommand.RecordPaymentCaptured RecordCaptured { get; } = new(Total, "ch_1");
    public static OrderCommand.RecordShipmentCreated RecordShipmentCreated { get; } = new(ShipmentId, "Federal Shipping", "FS-1");
    public static OrderCommand.RejectCancellation RejectCancellation { get; } = new("AlreadyDispatched", ShipmentId, "Federal Shipping", "FS-1");
}
