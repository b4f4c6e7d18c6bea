using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_saga_event_is_read_only(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task what_its_handler_does_to_the_saga_is_not_kept_and_what_it_sends_is_sent()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await host.OpenGateAsync(database);
        var messageId = Guid.CreateVersion7();

        await host.ToGateAsync(new InspectGate(gateId), messageId);

        await host.Sightings.UntilAsync<GateInspected>(inspected => inspected == new GateInspected(gateId, 1000));
        (await database.GateAsync(gateId)).ShouldBe((1, 0, "Open"));
        (await database.InboxAsync(messageId)).ShouldBe(1);
    }

    [Fact]
    public async Task so_it_is_when_only_EF_Core_can_keep_the_saga()
    {
        await using var host = await TollHost.StartAsync(database);
        var (caravanId, messageId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.SendAsync("caravans", new FormCaravan(caravanId, "B1"), messageId);
        await host.Deliveries.UntilAsync(messageId, 1);

        await host.SendAsync("caravans", new CountCaravan(caravanId));

        await host.Sightings.UntilAsync<CaravanCounted>(counted => counted == new CaravanCounted(caravanId, 1000));
        (await database.ScalarAsync<int>("select stops from caravans where caravan_id = $1", caravanId)).ShouldBe(0);
    }
}
