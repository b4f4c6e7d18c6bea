using Sagas.SagaTimeline.Recording;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Tests.Recording;

/// <summary>A request that took 100 ms: 4 to its commit, 6 in its outbox, 10 under way, 50 at the participant, whose reply took 3, 2 and 15, and 10 here.</summary>
public sealed class When_the_time_of_a_step_is_taken
{
    static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 15, 2, TimeSpan.Zero);

    static readonly Handling Here = new(At(90), Milliseconds(1), Milliseconds(2), Milliseconds(7));

    [Fact]
    public void Every_part_is_what_it_was() => TimingParts.Of(Answer(skew: 0), Here, Now).Parts().ShouldBe([
        new("request", "commit", 4), new("request", "outbox", 6), new("request", "broker", 10),
        new("participant", "waiting", 5), new("participant", "handler", 15), new("participant", "database", 30),
        new("reply", "commit", 3), new("reply", "outbox", 2), new("reply", "broker", 15),
        new("saga", "waiting", 1), new("saga", "handler", 2), new("saga", "database", 7),
    ]);

    [Fact]
    public void Who_spent_it_can_be_said_in_three_numbers()
    {
        var timing = TimingParts.Of(Answer(skew: 0), Here, Now);
        (timing.Total, timing.AtParticipant, timing.AtSaga, timing.UnderWay).ShouldBe((100, 53, 14, 33));
    }

    /// <summary>The participant's clock shifts what is between the hosts from one way to the other, and nothing else.</summary>
    [Theory]
    [InlineData(8, 18, 7)]
    [InlineData(-8, 2, 23)]
    [InlineData(60_000, 25, 0)]
    [InlineData(-60_000, 0, 25)]
    public void Clocks_that_differ_leave_the_sum_as_it_is_and_nothing_below_nothing(int skew, int there, int back)
    {
        var timing = TimingParts.Of(Answer(skew), Here, Now);
        timing.Request!.Broker.ShouldBe(there);
        timing.Message!.Broker.ShouldBe(back);
        timing.Total.ShouldBe(100);
        timing.Parts().Sum(part => part.Milliseconds).ShouldBe(timing.Total);
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_the_total_what_was_measured()
    {
        var timing = TimingParts.Of(Answer(skew: 0), Here, Now.AddSeconds(-5));
        timing.Total.ShouldBe(75);
        timing.Parts().ShouldAllBe(part => part.Milliseconds >= 0);
    }

    [Fact]
    public void A_message_that_answers_nothing_counts_from_when_it_was_written()
    {
        var timing = TimingParts.Of(new MessageTiming(new Departure(At(0), Milliseconds(5), Milliseconds(10))), Here, Now);
        (timing.Total, timing.Message!.Broker, timing.Request, timing.Participant).ShouldBe((100, 75, null, null));
    }

    [Fact]
    public void One_that_another_process_sent_has_the_commit_in_the_outbox()
    {
        var departure = new Departure(At(0)).Sent(committedAt: null, At(80));
        var timing = TimingParts.Of(new MessageTiming(departure), Here, Now);
        (timing.Message!.Commit, timing.Message.Outbox, timing.Total).ShouldBe((null, 80, 100));
    }

    [Fact]
    public void One_that_says_nothing_counts_from_its_arrival() => TimingParts.Of((MessageTiming?)null, Here, Now).Total.ShouldBe(10);

    [Fact]
    public void What_a_message_tells_is_read_as_it_was_written()
    {
        var told = Answer(skew: 0);
        MessageTiming.Parse(told.ToString()).ShouldBe(told);
        MessageTiming.Parse(told.Departure.ToString()).ShouldBe(new MessageTiming(told.Departure));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1,2")]
    [InlineData("1,2,3;4,5,6")]
    [InlineData("-1,2,3")]
    [InlineData("1,2,3;4,5,6;7,8,9,")]
    [InlineData("99999999999999999999,2,3")]
    [InlineData("999999999999999999,2,3")]
    public void What_nobody_of_ours_wrote_tells_nothing(string? header) => MessageTiming.Parse(header).ShouldBeNull();

    static MessageTiming Answer(int skew) => new(
        new Departure(At(70 + skew), Milliseconds(3), Milliseconds(2)),
        new Departure(At(0), Milliseconds(4), Milliseconds(6)),
        new Handling(At(20 + skew), Milliseconds(5), Milliseconds(15), Milliseconds(30)));

    static DateTimeOffset At(int milliseconds) => Now.AddMilliseconds(milliseconds - 100);

    static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
