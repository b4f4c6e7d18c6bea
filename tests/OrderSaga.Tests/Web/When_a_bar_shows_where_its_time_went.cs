using Sagas.OrderSaga.Web.SagaPages;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Tests.Web;

public sealed class When_a_bar_shows_where_its_time_went
{
    static readonly DateTimeOffset Asked = new(2026, 3, 4, 10, 15, 2, TimeSpan.Zero);

    static readonly DateTimeOffset Handled = Asked.AddMilliseconds(100);

    static readonly TimeScale Scale = new([Asked, Handled], start: 0, width: 1_000);

    static readonly StepTiming Timing = new()
    {
        Total = 100,
        Request = new WayTiming { Commit = 10, Outbox = 5, Broker = 5 },
        Participant = new HandlingTiming { Waiting = 0, Handler = 20, Database = 30 },
        Message = new WayTiming { Commit = 10, Outbox = 5, Broker = 5 },
        Saga = new HandlingTiming { Waiting = 0, Handler = 6, Database = 4 },
    };

    [Fact]
    public void its_parts_fill_it_from_the_question_to_the_answer()
    {
        var parts = BarPart.Of(Timing, Handled, start: 0, Scale).ToList();

        parts.Select(part => (part.What, Math.Round(part.X), Math.Round(part.Width))).ShouldBe([
            ("database", 0, 100), ("outbox", 100, 50), ("broker", 150, 50), ("handler", 200, 200), ("database", 400, 300),
            ("database", 700, 100), ("outbox", 800, 50), ("broker", 850, 50), ("handler", 900, 60), ("database", 960, 40),
        ]);
        parts.Select(part => part.What).Distinct().ShouldBeSubsetOf(BarPart.Legend.Select(entry => entry.What));
    }

    [Fact]
    public void those_that_began_before_it_are_cut_where_it_begins() =>
        BarPart.Of(Timing, Handled, start: 500, Scale).ToList().ShouldSatisfyAllConditions(parts => parts.ShouldAllBe(part => part.X >= 500), parts => parts[0].What.ShouldBe("database"));

    [Fact]
    public void words_say_the_same() =>
        BarPart.Tell(Timing).ShouldBe(
            ", request commit 10ms, request outbox 5ms, request broker 5ms, participant handler 20ms, participant database 30ms, reply commit 10ms, reply outbox 5ms, reply broker 5ms, saga handler 6ms, saga database 4ms");

    [Fact]
    public void an_answer_that_does_not_tell_has_none() => BarPart.Tell(null).ShouldBeEmpty();
}
