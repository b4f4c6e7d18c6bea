using System.Collections.Immutable;
using MassTransit.Events;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.Exploration.Tests.Machine;
using Sagas.Exploration.Tests.Participants;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;
using Move = Sagas.Exploration.Tests.Exploring.Move<Sagas.Exploration.Tests.World>;
using PlacingSaga = Sagas.Exploration.Tests.Machine.SagaUnderTest<Sagas.OrderSaga.PlaceOrder.PlaceOrderStateMachine, Sagas.OrderSaga.PlaceOrder.PlaceOrderState, Sagas.OrderSaga.Orders.OrderStep>;

namespace Sagas.Exploration.Tests.Exploring;

/// <summary>Everything that can happen next, in any world.</summary>
/// <param name="saga">The saga.</param>
/// <param name="bug">A mistake, built in on purpose.</param>
/// <param name="relevance">Says which deliveries must make no difference; <c>null</c> where those are left out.</param>
sealed class Moves(PlacingSaga saga, SeededBug bug, Relevance<PlaceOrderStateMachine, PlaceOrderState, OrderStep>? relevance)
{
    static readonly StepDeadlinePassed Deadline = new() { SagaId = World.OrderId, State = "", Attempt = 0 };

    readonly Deliveries _deliveries = new(saga, bug);
    readonly Operators<PlaceOrderStateMachine, PlaceOrderState, OrderStep> _operators = new(saga);

    public IEnumerable<Move> From(World world) =>
    [
        .. world.Messages.Values.SelectMany(message => AtParticipants(world, message)),
        .. world.Messages.Values.Where(saga.Handles).Where(message => world.Saga is not null || message is PlaceOrder)
            .Select(message => new Move(
                $"the saga gets {Letters.Name(message)}", () => _deliveries.Deliver(world, message), IsIdle: relevance?.Matters(world.Saga, message, world.IsRecorded) == false)),
        .. TimersOf(world),
        .. ShippingModel.Dispatch(world).Select(doing => new Move(doing.What, () => doing.After)),
        .. Losses(world),
        .. Wishes(world),
    ];

    IEnumerable<Move> AtParticipants(World world, object message)
    {
        var doings = message switch
        {
            ReserveStock command => InventoryModel.Reserve(world, command).Append(Fails(world, command)),
            UnreserveStock command => InventoryModel.Unreserve(world, command).Append(Fails(world, command)),
            CapturePayment command => PaymentModel.Capture(world, command).Append(Fails(world, command)),
            RefundPayment command => PaymentModel.Refund(world, command, bug == SeededBug.RefundConcludesFromMissingRow).Append(Fails(world, command)),
            CreateShipment command => ShippingModel.Create(world, command).Append(Fails(world, command)),
            CancelShipment command => ShippingModel.Cancel(world, command).Append(Fails(world, command)),
            ShipmentDispatched fact => InventoryModel.Ship(world, fact),
            _ => [],
        };
        return doings.Where(doing => doing.After.FaultsLeft >= 0)
            .Select(doing => new Move($"{Participant(message)}, asked for {Letters.Name(message)}, {doing.What}", () => doing.After));
    }

    IEnumerable<Move> TimersOf(World world)
    {
        if (world.TimerIsArmed)
            yield return new Move("the deadline passes", () => _deliveries.Deliver(world, Deadline, Timers.Current));
        // One that fires twice, or fires after it was cancelled or replaced.
        if (world.Saga is not null)
            yield return new Move("a stale deadline fires", () => _deliveries.Deliver(world, Deadline, Timers.Stale), IsIdle: true);
    }

    /// <summary>Some messages are lost by never being delivered; here all are at once, so that nothing is left to hope for. Requests are kept until they are answered.</summary>
    static IEnumerable<Move> Losses(World world)
    {
        var kept = world.Messages.Where(message => message.Value is PlaceOrder or CancelOrder or IOperatorRequest).ToImmutableSortedDictionary(StringComparer.Ordinal);
        if (kept.Count < world.Messages.Count)
            yield return new Move("everything on its way is lost", () => world with { Messages = kept });
    }

    IEnumerable<Move> Wishes(World world)
    {
        if (world.Order.CancellationRequest is null && OrderSaga.Orders.Order.WhyNotCancel(world.Order) is null)
            yield return new Move("the customer cancels", () => Cancelled(world), IsOptional: true);
        foreach (var request in _operators.WhatTheyCanAsk(world.Saga, world.OperatorRequestsLeft))
        {
            yield return new Move(
                $"an operator asks for {Letters.Name(request)}",
                () => (world with { OperatorRequestsLeft = world.OperatorRequestsLeft - 1 }).With(request),
                IsOptional: true);
        }
    }

    static World Cancelled(World world)
    {
        var request = new OrderCommand.RequestCancellation("changed my mind", "VINET");
        return (world with { Order = world.Order.Fold(OrderSaga.Orders.Order.Decide(world.Order, request)) })
            .With(new CancelOrder { OrderId = World.OrderId, Reason = request.Reason, RequestedBy = request.RequestedBy });
    }

    static Doing Fails<T>(World world, T command)
        where T : class =>
        new("fails in all its attempts", (world with { FaultsLeft = world.FaultsLeft - 1 }).With(new FaultEvent<T> { Message = command }));

    /// <summary>Whom a message is for: commands are named by their receiver, and facts by their sender.</summary>
    static string Participant(object message) => message is ShipmentDispatched ? "Inventory" : message.GetType().Namespace!.Split('.')[^1];
}
