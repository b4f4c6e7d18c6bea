using Sagas.Contracts.Shipping;
using Sagas.ParticipantTestKit;
using Sagas.TestKit;

namespace Sagas.Shipping.Tests;

public sealed class When_the_carrier_drives_by_itself(Depot depot) : IClassFixture<Depot>
{
    const int Shipments = 200;

    static readonly Dictionary<string, string?> Driving = new()
    {
        ["Shipping:SimulatedCarrier:Enabled"] = "true",
        ["Shipping:SimulatedCarrier:DispatchAfter"] = "00:00:00.050",
        ["Shipping:SimulatedCarrier:DeliverAfter"] = "00:00:00.050",
        ["Shipping:SimulatedCarrier:Interval"] = "00:00:00.020",
    };

    [Fact]
    public async Task from_several_processes_each_parcel_leaves_and_arrives_once_unless_it_was_cancelled()
    {
        await using var one = await Depot.StartAsync(depot.Database, Driving);
        await using var other = await Depot.StartAsync(depot.Database, Driving);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Shipments).Select(async order =>
        {
            var command = AnOrder.Shipping();
            var created = (ShipmentCreated)await depot.AskAsync(command);
            return (created.ShipmentId, Cancelled: order % 4 == 0 && await depot.AskAsync(AnOrder.Undoing(command)) is ShipmentCancelled);
        }));

        var travelling = outcomes.Where(outcome => !outcome.Cancelled).Select(outcome => outcome.ShipmentId).ToHashSet();
        await Eventually.ShouldAsync(
            () => Task.FromResult(Arrived(one, other, depot.Host).Count >= travelling.Count && Left(one, other, depot.Host).Count >= travelling.Count),
            $"{travelling.Count} parcels to arrive",
            describe: () => Task.FromResult($"{Left(one, other, depot.Host).Count} left, {Arrived(one, other, depot.Host).Count} arrived"));
        // Any of them may have sent what another one wrote, and whoever takes over from one that is slow sends it again: the outbox sends at least once.
        Left(one, other, depot.Host).ShouldBe(travelling, ignoreOrder: true);
        Arrived(one, other, depot.Host).ShouldBe(travelling, ignoreOrder: true);
        (await depot.Database.ScalarAsync<long>("select count(*) from shipments where status = 'delivered'")).ShouldBe(travelling.Count);
        (await depot.Database.QueryAsync("select shipment_id from shipments where status = 'cancelled'", row => row.GetGuid(0)))
            .ShouldBe(outcomes.Where(outcome => outcome.Cancelled).Select(outcome => outcome.ShipmentId), ignoreOrder: true);
    }

    static HashSet<Guid> Left(params ParticipantHost[] hosts) => [.. Heard<ShipmentDispatched>(hosts).Select(happened => happened.ShipmentId)];

    static HashSet<Guid> Arrived(params ParticipantHost[] hosts) => [.. Heard<ShipmentDelivered>(hosts).Select(happened => happened.ShipmentId)];

    static IEnumerable<T> Heard<T>(params ParticipantHost[] hosts) => hosts.SelectMany(host => host.Published).OfType<T>();
}
