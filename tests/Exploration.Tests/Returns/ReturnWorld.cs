using System.Collections.Immutable;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Exploration.Tests.Participants;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReturnOrder;

namespace Sagas.Exploration.Tests;

enum GoodsModel
{
    Unknown,
    Expected,
    NotExpectedAnyMore,
    Received,
    Inspected,
}

/// <summary>
/// Everything that is while a delivered order comes back: the saga, its order, Inventory and the people in the warehouse, Payment with its gateway, and what is on its
/// way. A message that was sent stays deliverable.
/// </summary>
sealed record ReturnWorld
{
    public static readonly Guid ReturnId = new("018f0000-0000-7000-8000-00000000000a");

    public static readonly IReadOnlyList<OrderLine> Lines = [new OrderLine { Sku = "NW-011", Quantity = 12 }];

    public ReturnOrderState? Saga { get; init; }

    public required OrderState Order { get; init; }

    /// <summary>By what tells them apart.</summary>
    public ImmutableSortedDictionary<string, object> Messages { get; init; } = ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal);

    public bool TimerIsArmed { get; init; }

    public GoodsModel Goods { get; init; }

    /// <summary>The key of the last question that the inspection will answer.</summary>
    public EffectKey? InspectKey { get; init; }

    public InspectedLine? Verdict { get; init; }

    public bool IsRestocked { get; init; }

    public bool IsWrittenOff { get; init; }

    /// <summary>Whether the gateway has given the charge back.</summary>
    public bool IsRefunded { get; init; }

    /// <summary>The ledger of the step that can be undone, and that of the others.</summary>
    public EffectModel Receiving { get; init; } = EffectModel.Empty;

    public EffectModel Others { get; init; } = EffectModel.Empty;

    public required int FaultsLeft { get; init; }

    public required int OperatorRequestsLeft { get; init; }

    public bool IsRecorded(EffectKey key) => Receiving.Find(key) is not null || Others.Find(key) is not null;

    public ReturnWorld With(object message) => this with { Messages = Messages.SetItem(Letters.Name(message), message) };

    public ReturnWorld With(IEnumerable<object> messages) => messages.Aggregate(this, (world, message) => world.With(message));

    public static ReturnWorld Beginning(Bounds bounds)
    {
        var order = OrderState.Initial.Fold(
        [
            new OrderEvent.Placed("VINET", Lines, ShipTo: null, ExpectedTotal: null),
            new OrderEvent.StockReserved([], World.Total),
            new OrderEvent.PaymentCaptured(World.Total, "ch_1"),
            new OrderEvent.ShipmentCreated(World.ShipmentId, "Speedy Express", "SE-1"),
            new OrderEvent.Confirmed(),
            new OrderEvent.ShipmentDelivered(World.ShipmentId, DateTimeOffset.UnixEpoch),
        ]);
        return new ReturnWorld
        {
            Order = order.Fold(OrderSaga.Orders.Order.Decide(order, new OrderCommand.OfReturn.RequestReturn(ReturnId, "too big", "VINET"))),
            FaultsLeft = bounds.Faults,
            OperatorRequestsLeft = bounds.OperatorRequests,
        }.With(new ReturnOrder { ReturnId = ReturnId, OrderId = World.OrderId, CustomerId = "VINET", Lines = Lines, Amount = World.Total });
    }

    /// <param name="effects">What to tell of a ledger.</param>
    public string Canonical(Func<EffectModel, string> effects)
    {
        var known = Order.ReturnOf(ReturnId)!;
        return string.Join('|',
            Saga is null
                ? "-"
                : $"{Saga.CurrentState} {Saga.Attempt} {Saga.UndoRound} {Saga.ReceiveReturnRound}{Saga.InspectReturnRound}{Saga.RestockGoodsRound}{Saga.WriteOffGoodsRound}{Saga.RefundReturnRound} "
                  + $"{(int)Saga.ReceiveReturnUndo} {Saga.ParkedStep} {(Saga.DeadlineToken is null ? 0 : 1)}",
            $"{known.TurnedRoundBy} {known.Outcome} {(known.ReceivedAt is null ? 0 : 1)}{(known.ParkedBecause is null ? 0 : 1)}{(known.Restocked is null ? 0 : 1)}{(known.WrittenOff is null ? 0 : 1)}"
            + $"{(known.Refunded is null ? 0 : 1)} {known.Sound}/{known.Damaged} {string.Join(',', known.Waived)}",
            string.Join(',', Messages.Keys),
            TimerIsArmed ? "armed" : "",
            $"{Goods} {InspectKey?.Round} {Verdict?.Sound} {(IsRestocked ? 1 : 0)}{(IsWrittenOff ? 1 : 0)}{(IsRefunded ? 1 : 0)}",
            effects(Receiving), effects(Others),
            FaultsLeft, OperatorRequestsLeft);
    }
}
