using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sagas.EventStore;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>Any history, written and read as the service does it: serialised, with personal data apart, from the beginning and from snapshots.</summary>
public sealed class When_orders_are_kept_in_a_store
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    static readonly OrderStreams Orders = new(TimeProvider.System);

    static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(60);

    [Fact]
    public void Any_beginning_is_the_same_from_a_snapshot_and_its_tail_as_from_the_first_event() =>
        Holds(async (events, orderId) =>
        {
            for (var taken = 1; taken <= events.Length; taken++)
            {
                var store = await StoreAsync(orderId, events[..taken]);
                await store.SaveSnapshotAsync(Snapshot(orderId, events[..taken]));
                for (var version = taken; version <= events.Length; version++)
                {
                    var loaded = await store.LoadAsync(OrderStreams.StreamOf(orderId), Orders.Fold.Stamp);
                    loaded.Snapshot.ShouldNotBeNull();
                    loaded.Tail.Count.ShouldBe(version - taken);
                    Told(Orders.Fold.Rebuild(loaded)).ShouldBe(Told(events[..version]));
                    if (version < events.Length)
                        await AppendAsync(store, orderId, version, [events[version]]);
                }
            }
        });

    [Fact]
    public void Looking_back_at_any_version_shows_the_fold_of_the_events_up_to_it() =>
        Holds(async (events, orderId) =>
        {
            var history = new OrderHistory(await StoreAsync(orderId, events), Orders);
            for (var version = 1; version <= events.Length; version++)
            {
                var past = await history.LoadAsync(orderId, new OrderMoment.AtVersion(version), TestContext.Current.CancellationToken);
                Told(past!.Order).ShouldBe(Told(events[..version]));
            }
        });

    static void Holds(Func<OrderEvent[], Guid, Task> property) => Check.One(Often, Prop.ForAll(AnyHistory.Arbitrary, history =>
    {
        OrderEvent[] events = [.. history.Events];
        if (events.Length > 0)
            property(events, Guid.CreateVersion7()).GetAwaiter().GetResult();
    }));

    static async Task<InMemoryEventStore> StoreAsync(Guid orderId, OrderEvent[] events)
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        await AppendAsync(store, orderId, 0, events);
        return store;
    }

    static async Task AppendAsync(InMemoryEventStore store, Guid orderId, long after, OrderEvent[] events) => await store.AppendAsync(new StreamAppend(
        OrderStreams.StreamOf(orderId),
        ExpectedVersion.Exactly(after),
        [.. events.Select(it => Orders.Serializer.Serialize(it, Guid.CreateVersion7(), new EventMetadata { Actor = "BLAUS" }))]));

    static StreamSnapshot Snapshot(Guid orderId, OrderEvent[] events)
    {
        var state = JsonSerializer.SerializeToUtf8Bytes(OrderState.Initial.Fold(events), Orders.Serializer.Types.Json);
        return new StreamSnapshot(OrderStreams.StreamOf(orderId), events.Length, state, Orders.Fold.Stamp);
    }

    static string Told(OrderEvent[] events) => Told(new StreamState<OrderState>(OrderState.Initial.Fold(events), events.Length));

    static string Told(StreamState<OrderState> order) => JsonSerializer.Serialize(order, Json);
}
