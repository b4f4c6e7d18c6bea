using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_duplicate_is_found_only_at_the_commit(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task its_own_transaction_is_over_before_the_repeat_is_recorded()
    {
        // Both have looked into the inbox before either writes to it; both then lock rows in transactions of their own, among them the enlistment's.
        await using var host = await TollHost.StartAsync(database, new TollHostSettings
        {
            Bus = bus => bus.AddConsumer<Inspector>().Endpoint(endpoint => endpoint.Name = "inspector"),
        });
        var (inspection, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Trouble.Arrange<RecordCrossing>((_, attempt) =>
        {
            if (attempt == 2)
                first.SetResult();
            return first.Task.WaitAsync(TimeSpan.FromSeconds(30));
        });

        await Task.WhenAll(host.SendAsync("inspector", inspection, messageId), host.SendAsync("inspector", inspection, messageId));
        await host.Deliveries.UntilAsync(messageId, 2);

        (await database.InboxAsync(messageId)).ShouldBe(1);
        (await database.VisitsAsync(inspection.CrossingId)).ShouldBe(2, "the handling and the repeat");
        host.Sightings.Of<Fault<RecordCrossing>>().ShouldBeEmpty();
    }

    sealed class Inspector(IUnitOfWork<TollDbContext> unit, Trouble trouble) : IConsumer<RecordCrossing>
    {
        public async Task Consume(ConsumeContext<RecordCrossing> context)
        {
            await trouble.MeetAsync(context.Message);
            unit.About(new Subject("crossing", context.Message.CrossingId));
            await unit.ConnectAsync(context.CancellationToken);
        }
    }
}
