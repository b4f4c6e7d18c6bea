using Microsoft.Extensions.DependencyInjection;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.OrderSaga.Tests.Orders;
using Sagas.Projections;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReadSide;

public sealed class When_an_event_of_an_order_is_left_out(HostWithOrders host) : IClassFixture<HostWithOrders>
{
    static readonly Guid OrderId = Guid.CreateVersion7();

    [Fact]
    public async Task its_order_goes_on_without_it()
    {
        var (orderId, events) = host.Streams[4];
        var store = new PostgresEventStore(host.Database.DataSource, TimeProvider.System);
        await store.AppendAsync(new StreamAppend(OrderStreams.StreamOf(orderId), ExpectedVersion.Any, [new EventData
        {
            EventId = Guid.CreateVersion7(), Type = "nonsense", SchemaVersion = 1, Data = "{}"u8.ToArray(), Metadata = new EventMetadata { Actor = "test" },
        }]));
        await host.AppendAsync(orderId, 4, AnOrder.CancellationRequested, AnOrder.Tuesday);
        var register = host.Services.GetRequiredService<SetAsideRegister>();
        await Eventually.ShouldAsync(async () => (await register.ListAsync()).Count == 1, "the event to be set aside");
        var nonsense = (await register.ListAsync()).Single();
        nonsense.Version.ShouldBe(events.Count + 1);

        (await register.DismissAsync(nonsense.Id, nonsense.Version, "dana", "It is nonsense.")).ShouldBe(Dismissal.Done);

        await host.CaughtUpAsync();
        await Eventually.ShouldAsync(async () => (await register.ListAsync()).Count == 0, "the stream to be let go");
    }

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
