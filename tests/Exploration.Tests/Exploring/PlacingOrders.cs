using Sagas.Contracts;
using Sagas.Exploration.Tests.Machine;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.Exploration.Tests.Exploring;

/// <summary>Placing an order, at the price that the customer was shown and at another.</summary>
sealed class PlacingOrders : IExploration<World>
{
    readonly Moves _moves;
    readonly Bounds _bounds;

    public PlacingOrders(Bounds bounds, SeededBug bug = SeededBug.None)
    {
        _bounds = bounds;
        var patience = new StepPolicy { Attempts = bounds.Attempts };
        _moves = new Moves(
            SagasUnderTest.Placing(new PlaceOrderOptions { ReserveStock = patience, CapturePayment = patience, CreateShipment = patience, Undo = patience }), bug);
    }

    public IEnumerable<(World World, string What)> Beginnings =>
    [
        (World.Beginning(expectedTotal: null, _bounds), "the order is placed"),
        (World.Beginning(new Money(99m, "USD"), _bounds), "the order is placed with another price in mind"),
    ];

    public IEnumerable<Move<World>> From(World world) => _moves.From(world);

    public string? Broken(World world) => Promises.Broken(world);

    public string? EndOf(World world) => Promises.IsEnd(world) ? world.Saga!.CurrentState : null;

    public string Tell(World world) => $"{world.Saga!.CurrentState} in attempt {world.Saga.Attempt}";

    public string Canonical(World world) => world.Canonical();
}
