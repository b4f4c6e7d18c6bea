using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_saga_begins_or_is_missing(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Theory]
    [InlineData(ConcurrencyMode.Optimistic)]
    [InlineData(ConcurrencyMode.Pessimistic)]
    public async Task messages_that_all_begin_it_at_once_begin_one_and_none_is_lost(ConcurrencyMode mode)
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Gates = mode, Retries = 100 });
        var gateId = Guid.CreateVersion7();
        var messageIds = Enumerable.Range(1, 10).Select(_ => Guid.CreateVersion7()).ToArray();

        await Task.WhenAll(messageIds.Select(messageId => host.ToGateAsync(new OpenGate(gateId), messageId)));
        foreach (var messageId in messageIds)
            await host.Deliveries.UntilAsync(messageId, 1);

        (await database.ScalarAsync<long>("select count(*) from inbox where message_id = any($1)", messageIds)).ShouldBe(10);
        (await database.GateAsync(gateId)).ShouldNotBeNull().State.ShouldBe("Open");
        await host.Sightings.UntilAsync<GateOpened>(1, opened => opened.GateId == gateId);
        host.Sightings.With<Fault<OpenGate>>().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_message_to_none_is_handled_without_a_trace_but_the_inbox()
    {
        await using var host = await TollHost.StartAsync(database);
        var (car, messageId) = (new CarArrived(Guid.CreateVersion7(), "M-1"), Guid.CreateVersion7());

        await host.ToGateAsync(car, messageId);
        await host.Deliveries.UntilAsync(messageId, 1);

        (await database.GateAsync(car.GateId)).ShouldBeNull();
        (await database.InboxAsync(messageId)).ShouldBe(1);
        host.Sightings.With<Fault<CarArrived>>().ShouldBeEmpty();
    }
}
