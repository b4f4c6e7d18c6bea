using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_handler_makes_a_request(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task the_request_leaves_before_the_commit_and_is_answered()
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings
        {
            Bus = bus => bus.AddConsumer<Debtor>().Endpoint(endpoint => endpoint.Name = "debtor"),
        });
        var (crossingId, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await host.SendAsync("debtor", new RecordCrossing(crossingId), messageId);

        await host.Sightings.UntilAsync<CrossingRecorded>(1, recorded => recorded.CrossingId == crossingId);
        (await database.InboxAsync(messageId)).ShouldBe(1);
    }

    sealed class Debtor(IRequestClient<CollectToll> collector) : IConsumer<RecordCrossing>
    {
        public async Task Consume(ConsumeContext<RecordCrossing> context)
        {
            var toll = await collector.GetResponse<TollCollected>(new CollectToll(context.Message.CrossingId, 3), context.CancellationToken, TimeSpan.FromSeconds(10));
            await context.Publish(new CrossingRecorded(toll.Message.CrossingId));
        }
    }
}
