using System.Runtime.CompilerServices;

namespace Sagas.SagaTimeline.Tests.Rendering;

public sealed class When_a_timeline_is_drawn
{
    [Fact]
    public void A_compensated_order_is_drawn_as_a_sequence() => Approve(TimelineMermaid.Render(Orders.Compensated().Steps));

    [Fact]
    public void A_retried_order_shows_what_failed_and_which_timers_fired() => Approve(TimelineMermaid.Render(Orders.Retried().Steps));

    [Fact]
    public void A_postponed_cancellation_is_drawn_from_who_sent_it() => Approve(TimelineMermaid.Render(Orders.CancelledTooEarly().Steps));

    [Fact]
    public void What_strangers_wrote_does_not_end_a_statement() => TimelineMermaid.Render(
        new Story().ActsOn(0, "shop", "Sold", "Done", because: "a; b #c\nparticipant mallory").Steps)
        .ShouldContain("Note over p0: Done, because a#59; b #35;c participant mallory\n");

    [Fact]
    public void What_looks_like_a_tag_is_drawn_as_it_is() => TimelineMermaid.Render(new Story().ActsOn(0, "payment", "Fault<RefundPayment>", "Parked").Steps)
        .ShouldContain("p1->>p0: Fault#60;RefundPayment#62;\n");

    static void Approve(string text, [CallerMemberName] string name = "") => Approved.Text(text, name);
}
