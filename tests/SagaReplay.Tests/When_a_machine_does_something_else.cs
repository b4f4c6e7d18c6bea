using System.Text.Json.Nodes;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.SagaReplay.Tests;

public sealed class When_a_machine_does_something_else
{
    [Fact]
    public async Task the_first_step_that_differs_is_named_with_what_it_did_and_does()
    {
        var divergence = (await Orders.ReplayAsync(Histories.Of(Histories.Altered))).ShouldNotBeNull();
        divergence.ToString().ShouldBe("step 3, PaymentDeclined: the state after was CreatingShipment, and is UnreservingStock");
    }

    [Fact]
    public async Task another_patience_shows_where_it_first_counts()
    {
        var patience = new StepPolicy { Deadline = TimeSpan.FromMinutes(5) };
        var divergence = (await Orders.Placing(patience).RunAsync(Histories.Of("confirmed"))).ShouldNotBeNull();
        (divergence.Step.Number, divergence.What).ShouldBe((1, "the field DeadlineAt"));
    }

    [Theory]
    [InlineData("sent", "ReserveStock to inventory")]
    [InlineData("armed", "StepDeadlinePassed")]
    public async Task what_was_not_done_then_and_is_now_shows(string member, string done)
    {
        var divergence = (await Orders.ReplayAsync(Altered(step => ((JsonObject)step["details"]!).Remove(member)))).ShouldNotBeNull();
        (divergence.What, divergence.Recorded, divergence.Now).ShouldBe((member, "nothing", done));
    }

    [Fact]
    public async Task an_event_that_was_appended_then_and_is_not_now_shows()
    {
        var divergence = (await Orders.ReplayAsync(Altered(step => step["details"]!["events"]![0]!["type"] = "order-gift-wrapped", step: 1))).ShouldNotBeNull();
        divergence.ToString().ShouldBe("step 2, StockReserved: appended was order-gift-wrapped, and is order-stock-reserved");
    }

    [Fact]
    public async Task a_field_that_holds_something_else_shows()
    {
        var divergence = (await Orders.ReplayAsync(Altered(step => step["details"]!["changes"]!["CustomerId"]!["to"] = "ANTON"))).ShouldNotBeNull();
        divergence.What.ShouldBe("the field CustomerId");
    }

    [Fact]
    public async Task a_message_that_was_not_recorded_cannot_be_replayed_and_says_so()
    {
        var divergence = (await Orders.ReplayAsync(Altered(step => ((JsonObject)step["details"]!).Remove("message")))).ShouldNotBeNull();
        divergence.Now.ShouldBe("it was not recorded, so nothing can be replayed");
    }

    [Fact]
    public async Task a_message_that_the_machine_does_not_know_any_more_shows()
    {
        var divergence = (await Orders.ReplayAsync(Altered(step => step["messageType"] = "OrderWished"))).ShouldNotBeNull();
        divergence.ToString().ShouldContain("OrderWished");
    }

    static RecordedSaga Altered(Action<JsonNode> alter, int step = 0)
    {
        var history = JsonNode.Parse(Histories.Text("confirmed"))!;
        alter(history["steps"]![step]!);
        return RecordedSaga.Parse(history.ToJsonString());
    }
}
