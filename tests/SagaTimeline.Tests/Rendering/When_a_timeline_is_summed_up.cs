namespace Sagas.SagaTimeline.Tests.Rendering;

public sealed class When_a_timeline_is_summed_up
{
    [Fact]
    public void The_last_revision_counts_though_the_clock_of_its_host_is_slow()
    {
        var story = Orders.Confirmed().With(step => step with { HandledAt = Story.Began.AddSeconds(-3), RecordedAt = Story.Began.AddSeconds(-3) });
        var summary = TimelineSummary.Of(story.Steps);

        summary.State.ShouldBe("Confirmed");
        summary.PendingTimers.ShouldBeEmpty();
        summary.BeganAt.ShouldBe(Story.Began.AddSeconds(-3));
        TimelineText.Render(story.Steps).Split('\n').Last(line => line.Length > 0).ShouldContain("ShipmentCreated");
    }

    [Fact]
    public void A_failed_attempt_at_a_timer_leaves_it_waited_for() => TimelineSummary.Of(
        Orders.Parked().Meets(StepKind.Failed, 8_157.5, "place-order", "DeadlinePassed", new StepDetails { Timer = Story.Token(7) }).Steps)
        .PendingTimers.ShouldHaveSingleItem().Token.ShouldBe(Story.Token(7));

    [Fact]
    public void An_attempt_that_was_recorded_late_is_told_where_its_time_belongs()
    {
        var story = Orders.Confirmed()
            .Meets(StepKind.Failed, 1.1, "payment", "PaymentCaptured", Caused.Fails("TimeoutException", "Nobody answered.", null))
            .With(step => step with { RecordedAt = step.HandledAt.AddSeconds(20) });
        var lines = TimelineText.Render(story.Steps).Split('\n').ToList();

        lines.FindIndex(line => line.Contains("FAILED", StringComparison.Ordinal)).ShouldBeInRange(
            lines.FindIndex(line => line.Contains("answered StockReserved", StringComparison.Ordinal)),
            lines.FindIndex(line => line.Contains("-> CreatingShipment", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_reason_without_a_change_of_state_is_told_and_is_no_turn()
    {
        var steps = new Story()
            .ActsOn(0, null, "PlaceOrder", "ReservingStock", Caused.Sends("ReserveStock", "inventory"))
            .ActsOn(0.415, null, "RetrySaga", "ReservingStock", Caused.Sends("ReserveStock", "inventory"), "go")
            .ActsOn(1.204, "inventory", "StockReserved", "Confirmed").Steps;

        TimelineSummary.Of(steps).ShouldSatisfyAllConditions(summary => summary.TurnedAt.ShouldBeNull(), summary => summary.TurnedBecause.ShouldBeNull());
        TimelineStory.Tell(steps).Select(step => step.Turned).ShouldBe([false, false, false]);
        TimelineText.Render(steps).ShouldSatisfyAllConditions(text => text.ShouldContain("  because go\n"), text => text.ShouldNotContain("turned"));
    }

    [Fact]
    public void And_what_goes_on_for_the_reason_before_it_is_no_new_turn()
    {
        var steps = new Story()
            .ActsOn(0, "payment", "PaymentDeclined", "UnreservingStock", because: "the payment was declined")
            .ActsOn(1, null, "RetrySaga", "UnreservingStock", because: "go")
            .ActsOn(2, "inventory", "StockUnreserved", "Cancelled", because: "the payment was declined").Steps;

        TimelineStory.Tell(steps).Single(step => step.Turned).Step.Number.ShouldBe(1);
    }

    [Fact]
    public void A_postponed_message_is_no_timer_of_the_saga()
    {
        var summary = TimelineSummary.Of(Orders.CancelledTooEarly().Steps);

        summary.PendingTimers.ShouldBeEmpty();
        summary.Postponed.ShouldHaveSingleItem().Token.ShouldBe(Story.Token(2));
    }

    [Fact]
    public void A_document_after_a_step_holds_the_later_ones_and_the_summary_of_all()
    {
        var steps = Orders.Parked().Steps;
        var document = TimelineDocument.Of(steps, after: 5);

        document.Steps.Select(step => step.Number).ShouldBe([6, 7, 8]);
        document.Summary.Steps.ShouldBe(8);
        document.Summary.BeganAt.ShouldBe(Story.Began);
        TimelineDocument.Of(steps, after: 8).Steps.ShouldBeEmpty();
    }
}
