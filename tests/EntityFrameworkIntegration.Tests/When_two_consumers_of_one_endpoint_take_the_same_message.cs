using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_two_consumers_of_one_endpoint_take_the_same_message(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task each_handles_it_once_in_a_unit_of_its_own_though_one_of_them_fails_at_first()
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings
        {
            Bus = bus =>
            {
                bus.AddConsumer<Left>().Endpoint(endpoint => endpoint.Name = "twins");
                bus.AddConsumer<Right>().Endpoint(endpoint => endpoint.Name = "twins");
            },
        });
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, attempt) => attempt < 3 ? throw new TimeoutException("not yet") : Task.CompletedTask);

        await host.SendAsync("twins", crossing, messageId);
        await host.Deliveries.UntilAsync(messageId, 1);

        (await database.InboxAsync(messageId)).ShouldBe(2);
        (await database.ScalarAsync<long>("select count(*) from crossings where crossing_id = $1", crossing.CrossingId)).ShouldBe(1);
        (await database.GateAsync(crossing.CrossingId)).ShouldBeNull();
        await database.UntilOutboxIsEmptyAsync();
        await host.Sightings.UntilAsync<CrossingRecorded>(1);
        await host.Sightings.UntilAsync<TollCollected>(1);
    }

    sealed class Left(IUnitOfWork<TollDbContext> unit, Trouble trouble) : IConsumer<RecordCrossing>
    {
        public async Task Consume(ConsumeContext<RecordCrossing> context)
        {
            unit.Write(Crossings.Instance, context.Message.CrossingId);
            await context.Publish(new CrossingRecorded(context.Message.CrossingId));
            await trouble.MeetAsync(context.Message);
        }
    }

    sealed class Right : IConsumer<RecordCrossing>
    {
        public Task Consume(ConsumeContext<RecordCrossing> context) => context.Publish(new TollCollected(context.Message.CrossingId, 0));
    }
}
