using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_message_is_delivered_five_times_at_once(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Theory]
    [InlineData(MassTransit.ConcurrencyMode.Optimistic)]
    [InlineData(MassTransit.ConcurrencyMode.Pessimistic)]
    public async Task a_saga_handles_it_once(MassTransit.ConcurrencyMode mode)
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Gates = mode });
        var gateId = await host.OpenGateAsync(database);
        var messageId = Guid.CreateVersion7();

        await FiveTimes(() => host.ToGateAsync(new CarArrived(gateId, "B-1"), messageId));
        await host.Deliveries.UntilAsync(messageId, 5);

        (await database.GateAsync(gateId)).ShouldBe((2, 1, "Open"));
        (await database.InboxAsync(messageId)).ShouldBe(1);
        (await database.VisitsAsync(gateId)).ShouldBe(6, "one for the opening, one for each delivery");
        await database.UntilOutboxIsEmptyAsync(gateId);
        await host.Sightings.UntilAsync<CarPassed>(1, passed => passed.GateId == gateId);
    }

    [Fact]
    public async Task a_saga_begins_once()
    {
        await using var host = await TollHost.StartAsync(database);
        var (gateId, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await FiveTimes(() => host.ToGateAsync(new OpenGate(gateId), messageId));
        await host.Deliveries.UntilAsync(messageId, 5);

        (await database.GateAsync(gateId)).ShouldBe((1, 0, "Open"));
        await database.UntilOutboxIsEmptyAsync(gateId);
        await host.Sightings.UntilAsync<GateOpened>(1, opened => opened.GateId == gateId);
    }

    [Fact]
    public async Task a_consumer_in_a_shared_transaction_writes_once()
    {
        await using var host = await TollHost.StartAsync(database);
        var (crossingId, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        // Its table has a primary key: a second insert would be a failure, and then a fault.
        await FiveTimes(() => host.SendAsync("recorder", new RecordCrossing(crossingId), messageId));
        await host.Deliveries.UntilAsync(messageId, 5);

        (await database.ScalarAsync<long>("select count(*) from crossings where crossing_id = $1", crossingId)).ShouldBe(1);
        await database.UntilOutboxIsEmptyAsync();
        await host.Sightings.UntilAsync<CrossingRecorded>(1, recorded => recorded.CrossingId == crossingId);
        host.Sightings.Of<MassTransit.Fault<RecordCrossing>>().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_consumer_with_a_transaction_of_its_own_writes_once()
    {
        await using var host = await TollHost.StartAsync(database);
        var (crossingId, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var before = await database.ScalarAsync<int>("select total from till");

        await FiveTimes(() => host.SendAsync("collector", new CollectToll(crossingId, 3), messageId, context => context.ResponseAddress = new("exchange:observer")));
        await host.Deliveries.UntilAsync(messageId, 5);

        (await database.ScalarAsync<int>("select total from till")).ShouldBe(before + 3);
        await database.UntilOutboxIsEmptyAsync();
        await host.Sightings.UntilAsync<TollCollected>(1, collected => collected.CrossingId == crossingId);
    }

    static Task FiveTimes(Func<Task> send) => Task.WhenAll(Enumerable.Range(0, 5).Select(_ => send()));
}
