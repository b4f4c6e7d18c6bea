using Sagas.Exploration.Tests.Exploring;

namespace Sagas.Exploration.Tests;

public sealed class When_a_bug_is_seeded(ITestOutputHelper output)
{
    [Theory]
    [InlineData(SeededBug.UndoOfUnansweredStepIsSkipped, "The order is cancelled, and its")]
    [InlineData(SeededBug.RefundConcludesFromMissingRow, "The order is cancelled, and its charge is Captured.")]
    [InlineData(SeededBug.StaleDeadlineIsTakenAsCurrent, "This must make no difference")]
    [InlineData(SeededBug.UndoDeadlineIsNotRearmed, "The saga sticks")]
    [InlineData(SeededBug.CancellationRefusalIsTakenAsCancelled, "It fails: Shipment")]
    public void it_is_found_with_a_shortest_trace(SeededBug bug, string promise) => Find(bug, promise, isWhole: true);

    [Theory]
    [InlineData(SeededBug.UndoOfUnansweredStepIsSkipped, "The order is cancelled, and its")]
    [InlineData(SeededBug.RefundConcludesFromMissingRow, "The order is cancelled, and its charge is Captured.")]
    [InlineData(SeededBug.StaleDeadlineIsTakenAsCurrent, "This must make no difference")]
    [InlineData(SeededBug.UndoDeadlineIsNotRearmed, "The saga sticks")]
    [InlineData(SeededBug.CancellationRefusalIsTakenAsCancelled, "It fails: Shipment")]
    public void and_so_it_is_where_what_can_make_no_difference_is_left_out(SeededBug bug, string promise) => Find(bug, promise, isWhole: false);

    [Fact]
    public void what_is_left_out_would_be_missed_if_it_made_a_difference() =>
        Find(SeededBug.AnswerToAnEarlierRoundIsTaken, "This must make no difference", isWhole: true, operatorRequests: 1);

    void Find(SeededBug bug, string promise, bool isWhole, int operatorRequests = 0)
    {
        var found = new Explorer<World>(new PlacingOrders(new Bounds(Attempts: 2, Faults: 1, operatorRequests), bug, isWhole)).Explore();

        output.WriteLine($"{bug}: {found.Broken?.ToString() ?? "not found"}");
        found.Broken.ShouldNotBeNull($"{found.States} states were looked at, and no promise is broken in any of them.");
        found.Broken.Promise.ShouldStartWith(promise);
    }
}
