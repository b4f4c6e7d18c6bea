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
    public void every_promise_is_kept() => Explore(new Bounds(Attempts: 2, Faults: 3, OperatorRequests: 0));

    [Fact]
    public void every_promise_is_kept_though_operators_step_in() => Explore(new Bounds(Attempts: 2, Faults: 2, OperatorRequests: 2));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void what_is_left_out_makes_no_difference(int faults, int operatorRequests) => Explore(new Bounds(Attempts: 1, faults, operatorRequests), isWhole: true);

    void Explore(Bounds bounds, bool isWhole = false)
    {
        var found = new Explorer<World>(new PlacingOrders(bounds, isWhole: isWhole)).Explore();

        output.WriteLine($"{found.States} states, {found.Transitions} transitions; {bounds}; ends: {string.Join(", ", found.Ends.Select(end => $"{end.Value} {end.Key}"))}");
        found.Broken.ShouldBeNull(found.Broken?.ToString());
        found.Ends.Keys.ShouldBe(["Confirmed", "Cancelled", "Parked"], ignoreOrder: true, "an exploration that never gets there shows nothing");
    }
}
