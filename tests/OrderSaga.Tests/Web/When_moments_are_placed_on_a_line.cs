using Sagas.OrderSaga.Web.SagaPages;

namespace Sagas.OrderSaga.Tests.Web;

public sealed class When_moments_are_placed_on_a_line
{
    static readonly DateTimeOffset Began = new(2026, 3, 4, 10, 15, 0, TimeSpan.Zero);

    [Fact]
    public void they_stand_in_their_order_from_the_start_to_the_end()
    {
        var scale = Scale(0, 3, 4, 9, 9, 12);

        new[] { 0.0, 3, 4, 9, 12 }.Select(at => scale.Of(At(at))).ShouldBeInOrder(SortDirection.Ascending);
        scale.Of(At(0)).ShouldBe(100);
        scale.Of(At(12)).ShouldBe(1_100);
        scale.Cuts.ShouldBeEmpty();
    }

    [Fact]
    public void an_hour_in_which_nothing_happened_does_not_crowd_the_rest_together()
    {
        var scale = Scale(0, 1, 2, 3_602, 3_603);

        scale.Cuts.ShouldHaveSingleItem().ShouldBe((At(2), At(3_602)));
        (scale.Of(At(1)) - scale.Of(At(0))).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void a_single_one_stands_at_the_start() => Scale(7).Of(At(7)).ShouldBe(100);

    static TimeScale Scale(params double[] moments) => new(moments.Select(At), start: 100, width: 1_000);

    static DateTimeOffset At(double seconds) => Began.AddSeconds(seconds);
}
