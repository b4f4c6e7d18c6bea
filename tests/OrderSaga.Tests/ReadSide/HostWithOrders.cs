using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Tests.Api;
using Sagas.OrderSaga.Tests.Orders;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReadSide;

/// <summary>Orders of five customers that have come to different points, half an hour of the past between their events.</summary>
public sealed class HostWithOrders : OrderSagaHost, IAsyncLifetime
{
    public const int Orders = 60;

    public static readonly DateTimeOffset Began = new(2025, 3, 3, 23, 10, 0, TimeSpan.Zero);

    static readonly OrderEvent[][] Stories =
    [
        AnOrder.ConfirmedOrder,
        AnOrder.CancelledOrder,
        [.. AnOrder.ConfirmedOrder, new OrderEvent.ShipmentDispatched(AnOrder.ShipmentId, AnOrder.Monday), new OrderEvent.ShipmentDelivered(AnOrder.ShipmentId, AnOrder.Tuesday)],
        AnOrder.OnItsWayToConfirmation,
        [AnOrder.Placed],
        [.. AnOrder.OnItsWayToConfirmation, AnOrder.CancellationRequested, new OrderEvent.Parked("no answer", [OrderStep.CapturePayment])],
    ];

    readonly PastClock _clock = new();
    PostgresEventStore? _store;

    /// <summary>The streams with their events, as they were appended.</summary>
    public IReadOnlyList<(Guid OrderId, IReadOnlyList<RecordedEvent> Events)> Streams { get; private set; } = [];

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Guid[] orders = [.. Enumerable.Range(0, Orders).Select(_ => Guid.CreateVersion7())];
        var longest = Stories.Max(story => story.Length);
        // Round by round, so that the streams are mixed in the order of all events.
        for (var round = 0; round < longest; round++)
        {
            for (var n = 0; n < Orders; n++)
            {
                var story = Stories[n % Stories.Length];
                if (round < story.Length)
                    await AppendAsync(orders[n], n, story[round], Began.AddMinutes((30 * round) + n));
            }
        }

        Streams = await ReadAsync(orders);
        await CaughtUpAsync();
    }

    public async Task AppendAsync(Guid orderId, int customer, OrderEvent happened, DateTimeOffset at)
    {
        _clock.Now = at;
        _store ??= new PostgresEventStore(Database.DataSource, _clock);
        var ofCustomer = happened is OrderEvent.Placed placed ? placed with { CustomerId = $"customer-{customer % 5}" } : happened;
        var serialized = Services.GetRequiredService<OrderStreams>().Serializer.Serialize(ofCustomer, Guid.CreateVersion7(), new EventMetadata { Actor = "test" });
        await _store.AppendAsync(new StreamAppend(OrderStreams.StreamOf(orderId), ExpectedVersion.Any, [serialized]));
    }

    public Task CaughtUpAsync() => Eventually.ShouldAsync(
        async () => await Database.ScalarAsync<long>("select count(*) from events") == await Database.ScalarAsync<long>(
            "select coalesce(sum(version), 0)::bigint from order_summaries where slot = (select live_slot from projections where projection = 'orders')"),
        "the read model to catch up");

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <summary>What the read model has to be.</summary>
    internal FoldedOrders Folded => new(Services.GetRequiredService<OrderStreams>().Serializer, Streams);

    public OrderState FoldOf(IEnumerable<RecordedEvent> events) =>
        OrderState.Initial.Fold(events.Select(recorded => (OrderEvent)Services.GetRequiredService<OrderStreams>().Serializer.Deserialize(recorded)));

    async Task<IReadOnlyList<(Guid, IReadOnlyList<RecordedEvent>)>> ReadAsync(Guid[] orders)
    {
        var store = Services.GetRequiredService<IEventStore>();
        var streams = new List<(Guid, IReadOnlyList<RecordedEvent>)>();
        foreach (var order in orders)
        {
            var events = new List<RecordedEvent>();
            await foreach (var recorded in store.ReadStreamAsync(OrderStreams.StreamOf(order)))
                events.Add(recorded);
            streams.Add((order, events));
        }

        return streams;
    }

    sealed class PastClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
