using System.Runtime.CompilerServices;

namespace Sagas.SagaTimeline.Tests.Rendering;

/// <summary>The texts under Approved are what people read. Whoever changes the wording looks at them again.</summary>
public sealed class When_a_timeline_is_read_in_a_terminal
{
    [Fact]
    public void A_confirmed_order_reads_like_this() => Approve(Render(Orders.Confirmed(), ageInSeconds: 190));

    [Fact]
    public void A_compensated_order_says_where_it_turned_and_why() => Approve(Render(Orders.Compensated(), ageInSeconds: 3_900));

    [Fact]
    public void A_retried_order_tells_every_attempt() => Approve(Render(Orders.Retried(), ageInSeconds: 59));

    [Fact]
    public void A_parked_order_that_an_operator_retries_says_what_it_waits_for() => Approve(Render(Orders.Parked(), ageInSeconds: 8_139));

    [Fact]
    public void A_message_to_no_saga_reads_like_this() => Approve(TimelineText.Render(new Story().Meets(StepKind.NoInstance, 0, "payment", "PaymentCaptured").Steps));

    [Fact]
    public void A_cancellation_before_its_order_is_told_as_postponed() => Approve(Render(Orders.CancelledTooEarly(), ageInSeconds: 6));

    [Fact]
    public void And_stays_the_customers_when_its_time_has_come() => Approve(Render(
        Orders.CancelledTooEarly()
            .ActsOn(7, "srv1_AllInOne_bus_4x9oyyb", "PlaceOrder", "ReservingStock", Caused.Sends("ReserveStock", "inventory").Arms("DeadlinePassed", 3, 7, 30))
            .ActsOn(10.021, "place-order", "CancelOrder", "UnreservingStock", new StepDetails { Timer = Story.Token(2) }.Cancels(3).Arms("DeadlinePassed", 4, 10.021, 30), "the customer cancelled"),
        ageInSeconds: 11));

    [Fact]
    public void Verbosely_it_tells_the_fields_the_events_and_the_ids() => Approve(TimelineText.Render(
        new Story().ActsOn(0, "inventory", "StockReserved", "CapturingPayment", new StepDetails
        {
            Changes = new Dictionary<string, FieldChange>
            {
                ["Token"] = new(null, System.Text.Json.JsonSerializer.SerializeToElement("***")),
                ["Total"] = new(null, System.Text.Json.JsonSerializer.SerializeToElement("129.90")),
            },
            Events = [new AppendedEvent("order-0199a4c2", 2, "stock-reserved")],
        }).Steps,
        new TimelineTextOptions { Verbose = true }));

    [Fact]
    public void A_step_that_tells_where_its_time_went_names_who_spent_it() =>
        TimelineText.Render(new Story().ActsOn(0, "inventory", "StockReserved", "CapturingPayment", Caused.Sends("CapturePayment", "payment") with { Timing = Timing }).Steps)
            .ShouldContain("sent CapturePayment to Payment (57ms: Inventory 43ms, under way 12ms, here 3ms)\n");

    [Fact]
    public void And_verbosely_every_part() =>
        TimelineText.Render(new Story().ActsOn(0, "inventory", "StockReserved", "CapturingPayment", new StepDetails { Timing = Timing }).Steps, new TimelineTextOptions { Verbose = true })
            .ShouldContain("took 57.46ms: request commit 1 outbox 2.5 broker 3, participant handler 8 database 31.25, reply commit 4 outbox 2.5 broker 3.5, saga handler 1.21 database 0.5\n");

    [Fact]
    public void Control_characters_and_line_breaks_do_not_reach_the_terminal() => Render(
        new Story().ActsOn(0, "inventory\u001b[2J", "StockUnavailable", "Cancelled", because: "line one\nline two\u0007"), ageInSeconds: 1)
        .ShouldNotContain(character => char.IsControl(character) && character != '\n');

    [Fact]
    public void What_turns_the_direction_of_the_text_is_shown_and_does_not() => Render(
        new Story().ActsOn(0, "inventory", "StockUnavailable", "Cancelled", because: "paid \u202e10.00\u2066 \u2028twice"), ageInSeconds: 1)
        .ShouldContain("because paid \\u202e10.00\\u2066  twice");

    [Fact]
    public void Nothing_is_said_in_words_too() => TimelineText.Render([]).ShouldBe("Nothing is recorded of this saga.\n");

    static StepTiming Timing => new()
    {
        Total = 57.46m,
        Request = new WayTiming { Commit = 1, Outbox = 2.5m, Broker = 3 },
        Participant = new HandlingTiming { Waiting = 0, Handler = 8, Database = 31.25m },
        Message = new WayTiming { Commit = 4, Outbox = 2.5m, Broker = 3.5m },
        Saga = new HandlingTiming { Waiting = 0, Handler = 1.21m, Database = 0.5m },
    };

    static string Render(Story story, double ageInSeconds) =>
        TimelineText.Render(story.Steps, new TimelineTextOptions { Now = Story.Began.AddSeconds(ageInSeconds) });

    static void Approve(string text, [CallerMemberName] string name = "") => Approved.Text(text, name);
}
