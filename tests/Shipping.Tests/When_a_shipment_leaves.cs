using System.Net;
using Sagas.Contracts.Shipping;
using Sagas.TestKit;

namespace Sagas.Shipping.Tests;

public sealed class When_a_shipment_leaves(Depot depot) : IClassFixture<Depot>
{
    [Fact]
    public async Task the_world_is_told_once_that_it_left_and_once_that_it_arrived()
    {
        var command = AnOrder.Shipping();
        var shipment = await depot.CreateAsync(command);

        foreach (var _ in Enumerable.Range(0, 3))
            (await depot.DispatchAsync(shipment.ShipmentId)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var _ in Enumerable.Range(0, 3))
            (await depot.DeliverAsync(shipment.ShipmentId)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await depot.DispatchAsync(shipment.ShipmentId)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var seen = await depot.ShipmentAsync(shipment.ShipmentId);
        seen.Status.ShouldBe("delivered");
        // The outbox holds what is still to be sent; when it is empty, everything was heard.
        await Eventually.ShouldAsync(
            async () => await depot.Database.ScalarAsync<long>("select count(*) from outbox") == 0 && Delivered().Any(), "everything to be published");
        var dispatched = depot.Host.Published.OfType<ShipmentDispatched>().Where(happened => happened.ShipmentId == shipment.ShipmentId).ShouldHaveSingleItem();
        (dispatched.OrderId, dispatched.DispatchedAt).ShouldBe((command.OrderId, seen.DispatchedAt!.Value));
        dispatched.Lines.ShouldBe(command.Lines);
        Delivered().ShouldHaveSingleItem().DeliveredAt.ShouldBe(seen.DeliveredAt!.Value);

        IEnumerable<ShipmentDelivered> Delivered() => depot.Host.Published.OfType<ShipmentDelivered>().Where(happened => happened.ShipmentId == shipment.ShipmentId);
    }

    [Fact]
    public async Task it_can_no_longer_be_cancelled()
    {
        var command = AnOrder.Shipping();
        var shipment = await depot.CreateAsync(command);
        (await depot.DispatchAsync(shipment.ShipmentId)).EnsureSuccessStatusCode();

        var reply = (await depot.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<ShipmentCancellationRefused>();

        (reply.SagaId, reply.OrderId, reply.EffectKey, reply.Reason).ShouldBe((command.SagaId, command.OrderId, AnOrder.Undoing(command).EffectKey, "AlreadyDispatched"));
        (reply.ShipmentId, reply.Carrier, reply.TrackingNumber).ShouldBe((shipment.ShipmentId, shipment.Carrier, shipment.TrackingNumber));
        (await depot.ShipmentAsync(shipment.ShipmentId)).Status.ShouldBe("dispatched");
    }

    [Fact]
    public async Task it_cannot_arrive_before()
    {
        var shipment = await depot.CreateAsync(AnOrder.Shipping());

        (await depot.DeliverAsync(shipment.ShipmentId)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        (await depot.ShipmentAsync(shipment.ShipmentId)).Status.ShouldBe("created");
    }
}
