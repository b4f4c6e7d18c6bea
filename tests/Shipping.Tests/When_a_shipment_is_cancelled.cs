using System.Net;
using Sagas.Contracts.Shipping;

namespace Sagas.Shipping.Tests;

public sealed class When_a_shipment_is_cancelled(Depot depot) : IClassFixture<Depot>
{
    [Fact]
    public async Task it_never_leaves()
    {
        var command = AnOrder.Shipping();
        var shipment = await depot.CreateAsync(command);

        var reply = (await depot.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<ShipmentCancelled>();

        (reply.SagaId, reply.OrderId, reply.EffectKey, reply.Existed).ShouldBe((command.SagaId, command.OrderId, AnOrder.Undoing(command).EffectKey, true));
        (await depot.DispatchAsync(shipment.ShipmentId)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await depot.DeliverAsync(shipment.ShipmentId)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await depot.ShipmentAsync(shipment.ShipmentId)).Status.ShouldBe("cancelled");
        depot.Host.Published.OfType<ShipmentDispatched>().ShouldNotContain(happened => happened.ShipmentId == shipment.ShipmentId);
    }

    [Fact]
    public async Task doing_so_again_changes_nothing_in_the_same_round_and_in_the_next()
    {
        var command = AnOrder.Shipping();
        var shipment = await depot.CreateAsync(command);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => depot.AskAsync(AnOrder.Undoing(command))));
        var nextRound = await depot.AskAsync(AnOrder.Undoing(command, round: 2));

        replies.Distinct().ShouldHaveSingleItem();
        nextRound.ShouldBeOfType<ShipmentCancelled>().Existed.ShouldBeTrue();
        (await depot.ShipmentAsync(shipment.ShipmentId)).Status.ShouldBe("cancelled");
    }

    [Fact]
    public async Task before_it_was_created_it_is_never_created()
    {
        var command = AnOrder.Shipping();

        (await depot.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<ShipmentCancelled>().Existed.ShouldBeFalse();
        (await depot.AskAsync(command)).ShouldBeOfType<ShipmentRefused>().Reason.ShouldBe("AlreadyUndone");

        (await depot.ShipmentsOfAsync(command.OrderId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task while_it_is_being_created_nothing_is_left_to_leave()
    {
        var orders = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            var command = AnOrder.Shipping();
            var created = depot.AskAsync(command);
            var cancelled = depot.AskAsync(AnOrder.Undoing(command));
            return (command.OrderId, Created: await created, Cancelled: (ShipmentCancelled)await cancelled);
        }));

        foreach (var (orderId, created, cancelled) in orders)
        {
            cancelled.Existed.ShouldBe(created is ShipmentCreated);
            (await depot.ShipmentsOfAsync(orderId)).ShouldAllBe(shipment => shipment.Status == "cancelled");
        }
    }
}
