using Sagas.Contracts;
using Sagas.Exploration.Tests.Machine;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.Exploration.Tests.Exploring;

/// <summary>Placing an order, at the price that the customer was shown and at another.</summary>
sealed class PlacingOrders : IExploration<World>
{
    readonly Moves _moves;
    readonly Relevance<PlaceOrderStateMachine, PlaceOrderState, OrderStep> _relevance;
    readonly Bounds _bounds;
    readonly bool _isWhole;

    /// <param name="bounds">How much is explored.</param>
    /// <param name="bug">A mistake, built in on purpose.</param>
    /// <param name="isWhole">Whether what can make no difference is delivered all the same, to see that it makes none.</param>
    public PlacingOrders(Bounds bounds, SeededBug bug = SeededBug.None, bool isWhole = false)
    {
        (_bounds, _isWhole) = (bounds, isWhole);
        var patience = new StepPolicy { Attempts = bounds.Attempts };
        var saga = SagasUnderTest.Placing(new PlaceOrderOptions { ReserveStock = patience, CapturePayment = patience, CreateShipment = patience, Undo = patience });
        _relevance = new(saga);
        // Most of the mistakes that are built in are to be found by what they do to the order, and not already by what they act on.
        _moves = new Moves(saga, bug, isWhole && bug is SeededBug.None or SeededBug.AnswerToAnEarlierRoundIsTaken ? _relevance : null);
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

    public World Reduce(World world) => _isWhole
        ? world
        : world with { Messages = world.Messages.RemoveRange(world.Messages.Where(message => !_relevance.Matters(world.Saga, message.Value, world.IsRecorded)).Select(message => message.Key)) };

    public string Canonical(World world)
    {
        if (_isWhole)
            return world.Canonical(effects => effects.Canonical);
        var asked = _relevance.KeyOf(world.Saga);
        return world.Canonical(effects => effects.CanonicalFor(asked));
    }
}
