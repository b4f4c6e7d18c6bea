using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_retry_stands_inside_the_outbox(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task its_attempts_share_one_unit_and_so_everything_that_any_of_them_sent_is_sent()
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings
        {
            Retries = 0,
            Bus = bus => bus.AddConsumer<Stutterer>(consumer => consumer.UseMessageRetry(retry => retry.Immediate(3))).Endpoint(endpoint => endpoint.Name = "stutterer"),
        });
        var (message, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, attempt) => attempt < 3 ? throw new TimeoutException("not yet") : Task.CompletedTask);

        await host.SendAsync("stutterer", message, messageId);

        // This is why retries stand outside, where TollHost puts them.
        await host.Sightings.UntilAsync<CrossingRecorded>(3, recorded => recorded.CrossingId == message.CrossingId);
        (await database.InboxAsync(messageId)).ShouldBe(1);
        host.Sightings.With<Fault<RecordCrossing>>().ShouldBeEmpty();
    }

    sealed class Stutterer(Trouble trouble) : IConsumer<RecordCrossing>
    {
        public async Task Consume(ConsumeContext<RecordCrossing> context)
        {
            await context.Publish(new CrossingRecorded(context.Message.CrossingId));
            await trouble.MeetAsync(context.Message);
        }
    }
}
