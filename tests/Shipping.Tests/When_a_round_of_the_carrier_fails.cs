using Sagas.Contracts.Shipping;
using Sagas.TestKit;

namespace Sagas.Shipping.Tests;

public sealed class When_a_round_of_the_carrier_fails(Depot depot) : IClassFixture<Depot>
{
    [Fact]
    public async Task it_comes_by_again_and_the_host_runs_on()
    {
        var created = (ShipmentCreated)await depot.AskAsync(AnOrder.Shipping());
        await depot.Database.ExecuteAsync("alter table shipments rename column lines to kept; alter table shipments add lines jsonb not null default '\"unreadable\"'");
        var before = await RolledBackAsync();
        await using var host = await Depot.StartAsync(depot.Database, new Dictionary<string, string?>
        {
            ["Shipping:SimulatedCarrier:Enabled"] = "true",
            ["Shipping:SimulatedCarrier:DispatchAfter"] = "00:00:00",
            ["Shipping:SimulatedCarrier:Interval"] = "00:00:00.100",
        });

        await Eventually.ShouldAsync(async () => await RolledBackAsync() > before + 1, "two rounds of the carrier to fail");
        await depot.Database.ExecuteAsync("update shipments set lines = kept");

        await Eventually.ShouldAsync(async () => (await depot.ShipmentAsync(created.ShipmentId)).Status == "dispatched", "the parcel to leave");
    }

    Task<long> RolledBackAsync() => depot.Database.ScalarAsync<long>("select xact_rollback from pg_stat_database where datname = current_database()");
}
