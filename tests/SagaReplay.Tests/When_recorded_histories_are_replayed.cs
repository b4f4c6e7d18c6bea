namespace Sagas.SagaReplay.Tests;

/// <summary>What sagas really did, against the machines of today. A change that is meant asks for histories of the new release; see docs/operations.md.</summary>
public sealed class When_recorded_histories_are_replayed
{
    public static TheoryData<string> All => [.. Histories.Names];

    [Theory]
    [MemberData(nameof(All))]
    public async Task the_machine_does_what_it_did_then(string history) => (await Orders.ReplayAsync(Histories.Of(history))).ShouldBeNull();

    [Fact]
    public void there_is_one_of_every_way_that_a_saga_ends() =>
        Histories.Names.ShouldBe(["cancelled", "confirmed", "declined", "parked-and-resolved", "refused", "returned"]);

    [Fact]
    public void none_of_them_says_who_the_customer_is_or_how_they_paid()
    {
        foreach (var history in Histories.Names)
            Histories.Text(history).ShouldSatisfyAllConditions(text => text.ShouldNotContain("Chevalier"), text => text.ShouldNotContain("Reims"), text => text.ShouldNotContain("tok_"));
    }
}
