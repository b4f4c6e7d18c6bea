using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_only_EF_Core_can_keep_a_saga(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Theory]
    [InlineData(ConcurrencyMode.Optimistic)]
    [InlineData(ConcurrencyMode.Pessimistic)]
    public async Task concurrent_messages_of_one_saga_are_all_kept(ConcurrencyMode mode)
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Gates = mode, Retries = 0 });
        var caravanId = await FormAsync(host);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(number =>
            host.SendAsync("caravans", new JoinCaravan(caravanId, $"C-{number}", Guid.CreateVersion7()))));

        var grew = await host.Sightings.UntilAsync<CaravanGrew>(20, grew => grew.CaravanId == caravanId);
        grew.Select(message => message.Wagons).Order().ShouldBe(Enumerable.Range(1, 20));
        (await WagonsAsync(caravanId)).ShouldBe(20);
    }

    [Fact]
    public async Task an_activity_saves_with_the_saga_or_not_at_all()
    {
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Retries = 2 });
        var caravanId = await FormAsync(host);
        var (join, messageId) = (new JoinCaravan(caravanId, "C-7", Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<JoinCaravan>((message, attempt) =>
            attempt < 3 || message.Plate == "C-8" ? throw new TimeoutException("not yet") : Task.CompletedTask);

        await host.SendAsync("caravans", join, messageId);
        await host.Sightings.UntilAsync<CaravanGrew>(1, grew => grew.CaravanId == caravanId);
        (await WagonsAsync(caravanId)).ShouldBe(1);
        (await CrossingsAsync(join.CrossingId)).ShouldBe(1);
        (await database.InboxAsync(messageId)).ShouldBe(1);
        (await database.VisitsAsync(caravanId)).ShouldBe(2);

        var hopeless = new JoinCaravan(caravanId, "C-8", Guid.CreateVersion7());
        await host.SendAsync("caravans", hopeless);
        await host.Sightings.UntilAsync<Fault<JoinCaravan>>(fault => fault.Message == hopeless);
        (await WagonsAsync(caravanId)).ShouldBe(1);
        (await CrossingsAsync(hopeless.CrossingId)).ShouldBe(0);
        host.Sightings.With<CaravanGrew>(grew => grew.CaravanId == caravanId).Count.ShouldBe(1);
    }

    [Fact]
    public async Task the_same_message_twice_counts_once()
    {
        await using var host = await TollHost.StartAsync(database);
        var caravanId = await FormAsync(host);
        var (join, messageId) = (new JoinCaravan(caravanId, "C-9", Guid.CreateVersion7()), Guid.CreateVersion7());

        await Task.WhenAll(Enumerable.Range(1, 5).Select(_ => host.SendAsync("caravans", join, messageId)));
        await host.Deliveries.UntilAsync(messageId, 5);

        (await WagonsAsync(caravanId)).ShouldBe(1);
        await host.Sightings.UntilAsync<CaravanGrew>(1, grew => grew.CaravanId == caravanId);
    }

    [Fact]
    public async Task two_messages_that_both_begin_it_begin_one()
    {
        await using var host = await TollHost.StartAsync(database);
        var caravanId = Guid.CreateVersion7();
        var messageIds = Enumerable.Range(1, 10).Select(_ => Guid.CreateVersion7()).ToList();

        await Task.WhenAll(messageIds.Select(messageId => host.SendAsync("caravans", new FormCaravan(caravanId, $"road of {caravanId}"), messageId)));

        foreach (var messageId in messageIds)
            await host.Deliveries.UntilAsync(messageId, 1);
        (await database.ScalarAsync<long>("select count(*) from inbox where message_id = any($1)", messageIds.ToArray())).ShouldBe(10);
        (await database.ScalarAsync<long>("select count(*) from caravans where caravan_id = $1", caravanId)).ShouldBe(1);
    }

    [Fact]
    public async Task the_end_of_the_saga_deletes_its_rows()
    {
        await using var host = await TollHost.StartAsync(database);
        var caravanId = await FormAsync(host);
        await host.SendAsync("caravans", new JoinCaravan(caravanId, "C-10", Guid.CreateVersion7()));
        await host.Sightings.UntilAsync<CaravanGrew>(grew => grew.CaravanId == caravanId);

        await host.SendAsync("caravans", new DissolveCaravan(caravanId));

        await host.Sightings.UntilAsync<CaravanDissolved>(dissolved => dissolved.CaravanId == caravanId);
        (await database.ScalarAsync<long>("select count(*) from caravans where caravan_id = $1", caravanId)).ShouldBe(0);
        (await WagonsAsync(caravanId)).ShouldBe(0);
    }

    static async Task<Guid> FormAsync(TollHost host)
    {
        var (caravanId, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.SendAsync("caravans", new FormCaravan(caravanId, $"road of {caravanId}"), messageId);
        await host.Deliveries.UntilAsync(messageId, 1);
        return caravanId;
    }

    Task<long> WagonsAsync(Guid caravanId) => database.ScalarAsync<long>("select count(*) from wagons where caravan_id = $1", caravanId);

    Task<long> CrossingsAsync(Guid crossingId) => database.ScalarAsync<long>("select count(*) from crossings where crossing_id = $1", crossingId);
}
