namespace Sagas.SagaTimeline.Tests.Rendering;

public sealed class When_a_timeline_is_laid_out
{
    [Fact]
    public void Each_participant_has_a_lane_with_what_it_was_asked_and_answered() => Told(Orders.Compensated()).ShouldBe([
        "Inventory: ReserveStock 1-2 StockReserved",
        "Inventory: UnreserveStock 3-4 StockUnreserved",
        "Payment: CapturePayment 2-3 PaymentDeclined",
    ]);

    [Fact]
    public void One_answer_ends_every_copy_of_its_command() => Told(Orders.Retried()).ShouldBe([
        "Inventory: ReserveStock 1-4 StockReserved",
        "Payment: CapturePayment 4-8 PaymentCaptured",
        "Payment: CapturePayment 6-8 PaymentCaptured",
        "Shipping: CreateShipment 8-10 ShipmentCreated",
    ]);

    [Fact]
    public void What_is_not_answered_is_open()
    {
        var story = new Story().ActsOn(0, null, "PlaceOrder", "ReservingStock", Caused.Sends("ReserveStock", "inventory"));

        Told(story).ShouldBe(["Inventory: ReserveStock 1- "]);
    }

    [Fact]
    public void A_failure_ends_its_own_command_and_a_late_answer_the_oldest()
    {
        var story = new Story()
            .ActsOn(0, null, "PlaceOrder", "CapturingPayment", Caused.Sends("CapturePayment", "payment"))
            .ActsOn(1, "place-order", "CancelOrder", "RefundingPayment", Caused.Sends("RefundPayment", "payment"))
            .ActsOn(2, "payment", "Fault<RefundPayment>", "RefundingPayment", Caused.Sends("RefundPayment", "payment"))
            .LetsPass(StepKind.Ignored, 3, "payment", "PaymentCaptured", "it is being refunded");

        Told(story).ShouldBe(["Payment: CapturePayment 1-4 PaymentCaptured", "Payment: RefundPayment 2-3 Fault<RefundPayment> failed", "Payment: RefundPayment 3- "]);
    }

    [Fact]
    public void Its_steps_are_told_in_words_and_the_turn_is_marked()
    {
        var told = TimelineStory.Tell(Orders.Compensated().Steps);

        told.Select(step => step.Step.Number).ShouldBe([1, 2, 3, 4, 5]);
        told.Single(step => step.Turned).Who.ShouldBe("Payment answered PaymentDeclined");
        told[4].What.ShouldBe("ignored: the order is cancelled already");
    }

    [Fact]
    public void Nothing_is_told_of_nothing()
    {
        TimelineStory.Tell([]).ShouldBeEmpty();
        TimelineLanes.Of([]).ShouldBeEmpty();
    }

    static IEnumerable<string> Told(Story story) =>
        from lane in TimelineLanes.Of(story.Steps)
        from exchange in lane.Exchanges
        select $"{lane.Party}: {exchange.Command} {exchange.AskedIn}-{exchange.AnsweredIn} {exchange.Answer}{(exchange.Failed ? " failed" : "")}";
}
