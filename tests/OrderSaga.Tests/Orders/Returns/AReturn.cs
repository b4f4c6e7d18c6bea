using Sagas.Contracts.Inventory;
using Sagas.OrderSaga.Orders;
using Events = Sagas.OrderSaga.Orders.OrderEvent.OfReturn;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>One return that every situation is told with: of three units two are sound.</summary>
static class AReturn
{
    public static readonly Guid Id = new("0198f3a0-0000-7000-8000-00000000000a");
    public static readonly Guid AnotherId = new("0198f3a0-0000-7000-8000-00000000000b");
    public static readonly Guid RequestId = new("0198f3a0-0000-7000-8000-00000000000c");

    public static readonly IReadOnlyList<InspectedLine> Verdict =
        [new() { Sku = "NW-011", Sound = 1, Damaged = 1 }, new() { Sku = "NW-042", Sound = 1, Damaged = 0 }];

    public static Events.Requested Requested { get; } = new(Id, AnOrder.Lines, AnOrder.Total, "too big", "BLAUS");
    public static Events.GoodsReceived Received { get; } = new(Id, AnOrder.Tuesday);
    public static Events.GoodsInspected Inspected { get; } = new(Id, Verdict);

    public static OrderEvent[] DeliveredOrder { get; } =
    [
        .. AnOrder.ConfirmedOrder,
        new OrderEvent.ShipmentDispatched(AnOrder.ShipmentId, AnOrder.Monday),
        new OrderEvent.ShipmentDelivered(AnOrder.ShipmentId, AnOrder.Monday),
    ];

    public static OrderEvent[] ReturningOrder { get; } = [.. DeliveredOrder, Requested];
    public static OrderEvent[] InspectedReturn { get; } = [.. ReturningOrder, Received, Inspected];
    public static OrderEvent[] SettledReturn { get; } = [.. InspectedReturn, new Events.GoodsRestocked(Id, 2), new Events.GoodsWrittenOff(Id, 1), new Events.Refunded(Id, AnOrder.Total, "re_1")];
    public static OrderEvent[] ReturnedOrder { get; } = [.. SettledReturn, new Events.Completed(Id)];
    public static OrderEvent[] RejectedReturn { get; } =
        [.. ReturningOrder, new Events.TurnedRound(Id, ReturnRejection.GoodsNeverArrived, null), new Events.Rejected(Id, ReturnRejection.GoodsNeverArrived)];
}
