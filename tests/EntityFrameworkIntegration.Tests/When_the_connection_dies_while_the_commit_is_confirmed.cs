using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_the_connection_dies_while_the_commit_is_confirmed(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Theory]
    [InlineData(ConcurrencyMode.Optimistic)]
    [InlineData(ConcurrencyMode.Pessimistic)]
    public async Task the_message_counts_once_and_what_it_sent_is_sent(ConcurrencyMode mode)
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var host = await TollHost.StartAsync(proxy.ConnectionString, new TollHostSettings
        {
            Gates = mode,
            Outbox = new OutboxOptions { Lease = TimeSpan.FromMilliseconds(500), SweepInterval = TimeSpan.FromMilliseconds(100) },
        });
        var gateId = await host.OpenGateAsync(database);
        await database.UntilOutboxIsEmptyAsync();

        proxy.CutNextCommit();
        await host.ToGateAsync(new CarArrived(gateId, "D-1"), gateId);
        await host.Deliveries.UntilAsync(gateId, 1);

        proxy.Cuts.ShouldBe(1);
        (await database.GateAsync(gateId)).ShouldBe((2, 1, "Open"));
        await host.Sightings.UntilAsync<CarPassed>(passed => passed.GateId == gateId);
        await database.UntilOutboxIsEmptyAsync();
        host.Sightings.With<CarPassed>(passed => passed.GateId == gateId).Count.ShouldBe(1);
        host.Sightings.With<Fault<CarArrived>>().ShouldBeEmpty();
    }
}
