using Sagas.Contracts.Shipping;
using Sagas.TestKit;

namespace Sagas.Shipping.Tests;

public sealed class When_dispatch_races_cancellation(Depot depot) : IClassFixture<Depot>
{
    const int Shipments = 300;

    [Fact]
    public async Task one_of_them_decides_and_the_other_is_told_so()
    {
        var races = await Task.WhenAll(Enumerable.Range(0, Shipments).Select(async race =>
        {
            var command = AnOrder.Shipping();
            var shipment = await depot.CreateAsync(command);

            // Each begins half of the races, and has won a few of them before the other begins.
            var (isDispatchFirst, isWalkover) = (race % 2 == 0, race % 50 < 2);
            var dispatched = isDispatchFirst ? depot.DispatchAsync(shipment.ShipmentId) : null;
            if (isWalkover && dispatched is not null)
                await dispatched;
            var cancelled = depot.AskAsync(AnOrder.Undoing(command));
            if (isWalkover)
                await cancelled;
            dispatched ??= depot.DispatchAsync(shipment.ShipmentId);
            return (shipment.ShipmentId, Left: (await dispatched).IsSuccessStatusCode, Reply: await cancelled);
        }));

        foreach (var (shipmentId, left, reply) in races)
        {
            (await depot.ShipmentAsync(shipmentId)).Status.ShouldBe(left ? "dispatched" : "cancelled");
            reply.ShouldBeOfType(left ? typeof(ShipmentCancellationRefused) : typeof(ShipmentCancelled));
        }

        var gone = races.Where(race => race.Left).Select(race => race.ShipmentId).ToHashSet();
        gone.Count.ShouldBeInRange(1, Shipments - 1, "each wins those that the other has not begun");
        await Eventually.ShouldAsync(() => Task.FromResult(Published().IsSupersetOf(gone)), "every departure to be published");

        // Perhaps more than once, as everything that an outbox sends, but nothing else.
        Published().ShouldBe(gone, ignoreOrder: true);
        (await depot.Database.ScalarAsync<long>("select count(*) from shipments where shipment_id = any($1) and dispatched_at is not null", races.Select(race => race.ShipmentId).ToArray()))
            .ShouldBe(gone.Count);
    }

    HashSet<Guid> Published() => [.. depot.Host.Published.OfType<ShipmentDispatched>().Select(happened => happened.ShipmentId)];

    [Fact]
    public async Task and_while_the_one_has_not_committed_the_other_waits()
    {
        var command = AnOrder.Shipping();
        var shipment = await depot.CreateAsync(command);
        await using var carrier = await depot.Database.DataSource.OpenConnectionAsync();
        await using var departure = await carrier.BeginTransactionAsync();
        await using var leave = new Npgsql.NpgsqlCommand("update shipments set status = 'dispatched', dispatched_at = now() where shipment_id = $1", carrier, departure)
        {
            Parameters = { new() { Value = shipment.ShipmentId } },
        };
        await leave.ExecuteNonQueryAsync();

        var cancelled = depot.AskAsync(AnOrder.Undoing(command));
        await Eventually.ShouldAsync(
            () => depot.Database.ScalarAsync<bool>("select exists (select from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted)"),
            "the cancellation to wait for the departure");
        await departure.CommitAsync();

        (await cancelled).ShouldBeOfType<ShipmentCancellationRefused>();
    }
}
