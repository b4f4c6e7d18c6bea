using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.OrderSaga.Tests.Api;
using Sagas.OrderSaga.Tests.Orders;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReadSide;

/// <summary>So many that rows are copied instead of inserted, and that the events of most orders are spread over several batches.</summary>
public sealed class When_many_orders_are_projected(When_many_orders_are_projected.HostWithManyStreams host) : IClassFixture<When_many_orders_are_projected.HostWithManyStreams>
{
    /// <summary>Few rows to a transaction, as when the read model follows; and thousands, some of orders that are new and some of orders that are there.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(3_000)]
    public async Task each_table_is_the_fold_of_the_streams_and_so_is_each_table_of_a_rebuild(int batchSize)
    {
        await host.ForgetAsync();
        await using (var projecting = host.Project(batchSize))
        {
            await host.CaughtUpAsync();
            (await host.Folded.DifferencesAsync(host.Database)).ShouldBeEmpty();
        }

        var output = new StringWriter();
        (await RebuildReadModel.RunAsync(host.Services, ["orders", "--from-the-start"], output, TestContext.Current.CancellationToken)).ShouldBe(0, output.ToString());

        output.ToString().ShouldContain("equals the one that was live");
        (await host.Folded.DifferencesAsync(host.Database)).ShouldBeEmpty();
    }

    public sealed class HostWithManyStreams : OrderSagaHost, IAsyncLifetime
    {
        const int Orders = 1_500;

        static readonly OrderEvent[][] Stories =
        [
            AnOrder.ConfirmedOrder,
            AnOrder.CancelledOrder,
            [.. AnOrder.ConfirmedOrder, new OrderEvent.ShipmentDispatched(AnOrder.ShipmentId, AnOrder.Monday), new OrderEvent.ShipmentDelivered(AnOrder.ShipmentId, AnOrder.Tuesday)],
            [AnOrder.Placed],
            [.. AnOrder.OnItsWayToConfirmation, AnOrder.CancellationRequested, new OrderEvent.Parked("no answer", [OrderStep.CapturePayment])],
        ];

        IReadOnlyList<(Guid OrderId, IReadOnlyList<RecordedEvent> Events)> _streams = [];

        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Projections:Enabled"] = "false" };

        EventSerializer Serializer => Services.GetRequiredService<OrderStreams>().Serializer;

        internal FoldedOrders Folded => new(Serializer, _streams);

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Guid[] orders = [.. Enumerable.Range(0, Orders).Select(_ => Guid.CreateVersion7())];
            await new PostgresEventImport(Database.DataSource).ImportAsync(Events(orders).ToAsyncEnumerable(), TestContext.Current.CancellationToken);
            var streams = new Dictionary<Guid, List<RecordedEvent>>();
            await foreach (var recorded in Services.GetRequiredService<IEventStore>().ReadAllAsync(GlobalCheckpoint.Start, EventFilter.All))
            {
                var id = Guid.Parse(recorded.Stream.Id);
                if (!streams.TryGetValue(id, out var events))
                    streams[id] = events = [];
                events.Add(recorded);
            }

            streams.Count.ShouldBe(Orders);
            _streams = [.. streams.Select(stream => (stream.Key, (IReadOnlyList<RecordedEvent>)stream.Value))];
        }

        /// <summary>Another process of the service, which projects.</summary>
        public WebApplicationFactory<Program> Project(int batchSize)
        {
            var factory = Factory(("Projections:Enabled", "true"), ("Projections:BatchSize", $"{batchSize}"), ("Projections:Lease", "00:00:01"));
            factory.CreateClient().Dispose();
            return factory;
        }

        /// <summary>The live slot is as it was before anything was projected.</summary>
        public async Task ForgetAsync()
        {
            await Database.ExecuteAsync("truncate order_summaries, order_status_history, order_status_flows, customer_totals");
            await Database.ExecuteAsync("update projection_partitions set xid = '0', position = 0, events = 0");
            await Database.ExecuteAsync("update projections set spare = 'empty'");
        }

        public Task CaughtUpAsync() => Eventually.ShouldAsync(
            async () => await Database.ScalarAsync<long>("select count(*) from events") == await Database.ScalarAsync<long>(
                "select coalesce(sum(version), 0)::bigint from order_summaries where slot = (select live_slot from projections where projection = 'orders')"),
            "the read model to catch up", TimeSpan.FromSeconds(60));

        // Round by round, so that the events of an order are far apart in the order of all.
        IEnumerable<ImportedEvent> Events(Guid[] orders)
        {
            for (var round = 0; round < Stories.Max(story => story.Length); round++)
            {
                for (var n = 0; n < orders.Length; n++)
                {
                    var story = Stories[n % Stories.Length];
                    if (round >= story.Length)
                        continue;
                    var happened = story[round] is OrderEvent.Placed placed ? placed with { CustomerId = $"customer-{n % 70}" } : story[round];
                    yield return new ImportedEvent(
                        OrderStreams.StreamOf(orders[n]), round + 1, Serializer.Serialize(happened, Guid.CreateVersion7(), new EventMetadata { Actor = "test" }),
                        AnOrder.Monday.AddMinutes((20 * round) + (n / 100)).AddMilliseconds(n * 7), n % 11 == 0 ? "another" : StreamAppend.DefaultTenant);
                }
            }
        }
    }
}
