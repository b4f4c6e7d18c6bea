using Sagas.Exploration.Tests.Exploring;

namespace Sagas.Exploration.Tests;

/// <summary>
/// The real machine of returns and the real order, against models of Inventory with the people in the warehouse, and of Payment with its gateway. Explored are all orders
/// of deliveries, repeats and losses, goods that arrive early, late or never, deadlines that pass and stale ones that fire, refusals, failures, operators who step in,
/// and a process that dies between the gateway and the ledger.
/// </summary>
public sealed class When_a_return_is_taken_in_every_order(ITestOutputHelper output)
{
    [Fact]
    public void every_promise_is_kept() => Explore(new Bounds(Attempts: 2, Faults: 3, OperatorRequests: 0));

    [Fact]
    public void every_promise_is_kept_though_operators_step_in() => Explore(new Bounds(Attempts: 2, Faults: 2, OperatorRequests: 2));

    [Fact]
    public void what_is_left_out_makes_no_difference() => Explore(new Bounds(Attempts: 1, Faults: 0, OperatorRequests: 1), isWhole: true);

    [Fact]
    public void a_refusal_that_is_taken_for_a_cancellation_is_found_with_a_shortest_trace()
    {
        var found = new Explorer<ReturnWorld>(new TakingReturns(new Bounds(Attempts: 1, Faults: 0, OperatorRequests: 0), takesTheRefusalForACancellation: true)).Explore();

        output.WriteLine(found.Broken?.ToString() ?? "not found");
        found.Broken.ShouldNotBeNull().Promise.ShouldStartWith("The return is rejected, and its goods are");
    }

    void Explore(Bounds bounds, bool isWhole = false)
    {
        var found = new Explorer<ReturnWorld>(new TakingReturns(bounds, isWhole: isWhole)).Explore();

        output.WriteLine($"{found.States} states, {found.Transitions} transitions; {bounds}; ends: {string.Join(", ", found.Ends.Select(end => $"{end.Value} {end.Key}"))}");
        found.Broken.ShouldBeNull(found.Broken?.ToString());
        found.Ends.Keys.ShouldBe(["Completed", "Rejected", "Parked"], ignoreOrder: true, "an exploration that never gets there shows nothing");
    }
}
