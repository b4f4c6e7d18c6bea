using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.OrderSaga.Tests.Orders;

namespace Sagas.OrderSaga.Tests.ReadSide;

public sealed class When_an_event_of_an_order_is_left_out
{
    static readonly Guid OrderId = Guid.CreateVersion7();

    [Fact]
    public void those_behind_it_follow_when_it_was_dismissed()
    {
        var order = new OrderChange(OrderId, before: null);
        order.Add(Event(1), AnOrder.Placed, Dismissed());

        order.Add(Event(4), AnOrder.CancellationRequested, Dismissed(2, 3));

        order.After.Version.ShouldBe(4);
        order.After.State.Status.ShouldNotBe(OrderStatus.NotPlaced);
    }

    [Fact]
    public void any_other_gap_is_a_failure()
    {
        var order = new OrderChange(OrderId, before: null);
        order.Add(Event(1), AnOrder.Placed, Dismissed());

        Should.Throw<InvalidOperationException>(() => order.Add(Event(4), AnOrder.CancellationRequested, Dismissed(2)));
        Should.Throw<InvalidOperationException>(() => order.Add(Event(1), AnOrder.Placed, Dismissed(1)));
        order.After.Version.ShouldBe(1);
    }

    static HashSet<(StreamId, long)> Dismissed(params long[] versions) => [.. versions.Select(version => (OrderStreams.StreamOf(OrderId), version))];

    static RecordedEvent Event(long version) => new()
    {
        Checkpoint = default, Stream = OrderStreams.StreamOf(OrderId), Version = version, EventId = Guid.CreateVersion7(), Type = "any", SchemaVersion = 1,
        Data = default, MetadataJson = default, Tenant = "default", RecordedAt = AnOrder.Monday.AddMinutes(version), Hash = default,
    };
}
