using System.Collections.Immutable;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.Exploration.Tests.Participants;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;

namespace Sagas.Exploration.Tests;

/// <summary>
/// Everything that is: the saga, its order, the participants, and what is on its way. A message that was sent stays on its way: it can be delivered at any time, in
/// any order, again, or never, which is all that a network can do to it.
/// </summary>
sealed record World
{
    public static readonly Guid OrderId = new("018f0000-0000-7000-8000-000000000001");
    public static readonly Guid ShipmentId = new("018f0000-0000-7000-8000-000000000002");
    public static readonly Money Total = new(168.00m, "USD");

    public PlaceOrderState? Saga { get; init; }

    public required OrderState Order { get; init; }

    /// <summary>By what tells them apart.</summary>
    public ImmutableSortedDictionary<string, object> Messages { get; init; } = ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal);

    /// <summary>Whether the timer that the saga waits for is armed and has not fired.</summary>
    public bool TimerIsArmed { get; init; }

    public InventoryModel Inventory { get; init; } = new();

    public PaymentModel Payment { get; init; } = new();

    public ShippingModel Shipping { get; init; } = new();

    public required int FaultsLeft { get; init; }

    public required int OperatorRequestsLeft { get; init; }

    public bool IsRecorded(EffectKey key) =>
        Inventory.Effects.Find(key) is not null || Payment.Effects.Find(key) is not null || Shipping.Effects.Find(key) is not null;

    public World With(object message) => this with { Messages = Messages.SetItem(Letters.Name(message), message) };

    public World With(IEnumerable<object> messages) => messages.Aggregate(this, (world, message) => world.With(message));

    public static World Beginning(Money? expectedTotal, Bounds bounds)
    {
        IReadOnlyList<OrderLine> lines = [new OrderLine { Sku = "NW-011", Quantity = 12 }];
        var shipTo = new PostalAddress { Name = "Vins et alcools Chevalier", Street = "59 rue de l'Abbaye", City = "Reims", Country = "France" };
        var placed = new OrderCommand.Place("VINET", lines, shipTo, expectedTotal);
        return new World
        {
            Order = OrderState.Initial.Fold(OrderSaga.Orders.Order.Decide(OrderState.Initial, placed)),
            FaultsLeft = bounds.Faults,
            OperatorRequestsLeft = bounds.OperatorRequests,
        }.With(new PlaceOrder
        {
            OrderId = OrderId, CustomerId = "VINET", Lines = lines, ShipTo = shipTo, PaymentToken = "tok_approved", ExpectedTotal = expectedTotal,
        });
    }

    /// <summary>Two worlds with the same text have the same future.</summary>
    /// <param name="effects">What to tell of a ledger.</param>
    public string Canonical(Func<EffectModel, string> effects) => string.Join('|',
        Saga is null
            ? "-"
            : $"{Saga.CurrentState} {Saga.Attempt} {Saga.UndoRound} {Saga.ReserveStockRound}{Saga.CapturePaymentRound}{Saga.CreateShipmentRound} "
              + $"{(int)Saga.ReserveStockUndo}{(int)Saga.CapturePaymentUndo}{(int)Saga.CreateShipmentUndo} {(Saga.DeadlineToken is null ? 0 : 1)}{(Saga.PaymentToken is null ? 0 : 1)}",
        $"{Order.ExpectedTotal} {(int)Order.Reservation.Standing}{(int)Order.Payment.Standing}{(int)Order.Shipment.Standing} {Order.CancelReason} {Order.Outcome} "
        + $"{(Order.ParkedBecause is null ? 0 : 1)}{(Order.CancellationRequest is null ? 0 : 1)}{(Order.CancellationRejectedBecause is null ? 0 : 1)}"
        + $"{(Order.Shipment.DispatchedAt is null ? 0 : 1)}{(Order.Payment.Captured is null ? 0 : 1)}{(Order.Reservation.Total is null ? 0 : 1)}{(Order.Shipment.ShipmentId is null ? 0 : 1)}",
        string.Join(',', Messages.Keys),
        TimerIsArmed ? "armed" : "",
        Inventory.Canonical(effects), Payment.Canonical(effects), Shipping.Canonical(effects),
        FaultsLeft, OperatorRequestsLeft);
}

/// <summary>How much of what could happen for ever is explored.</summary>
/// <param name="Attempts">How often the saga sends a command in one round.</param>
/// <param name="Faults">How many commands fail in all their attempts at their participant.</param>
/// <param name="OperatorRequests">How many requests operators make.</param>
sealed record Bounds(int Attempts, int Faults, int OperatorRequests);
