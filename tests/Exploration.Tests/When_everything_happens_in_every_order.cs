using Sagas.Exploration.Tests.Exploring;

namespace Sagas.Exploration.Tests;

/// <summary>
/// The real machine and the real order, against models of Inventory, Payment with its gateway, and Shipping. Explored are all orders of deliveries, repeats and losses,
/// deadlines that pass and stale ones that fire, a cancellation at any moment, refusals, failures of commands and of undos, processes that die between the gateway
/// and the ledger, and parcels that leave.
/// </summary>
public sealed class When_everything_happens_in_every_order(ITestOutputHelper output)
{
    [Fact]
    public void every_promise_is_kept() => Explore(new Bounds(Attempts: 2, Faults: 2, OperatorRequests: 0));

    [Fact]
    public void every_promise_is_kept_though_an_operator_steps_in() => Explore(new Bounds(Attempts: 2, Faults: 1, OperatorRequests: 1));

    void Explore(Bounds bounds)
    {
        var found = new Explorer<World>(new PlacingOrders(bounds)).Explore();

        output.WriteLine($"{found.States} states, {found.Transitions} transitions; {bounds}; ends: {string.Join(", ", found.Ends.Select(end => $"{end.Value} {end.Key}"))}");
        found.Broken.ShouldBeNull(found.Broken?.ToString());
        found.Ends.Keys.ShouldBe(["Confirmed", "Cancelled", "Parked"], ignoreOrder: true, "an exploration that never gets there shows nothing");
    }
}
