using MassTransit;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_a_timer_runs(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Fact]
    public async Task Its_firing_is_a_step_that_names_the_timer_and_why_the_saga_turned()
    {
        var id = await host.StartAsync(patience: TimeSpan.FromMilliseconds(50));
        var steps = await host.StepsAsync(id, 2);

        steps[1].Kind.ShouldBe(StepKind.TimerFired);
        steps[1].Details.Timer.ShouldBe(steps[0].Details.Armed[0].Token);
        steps[1].Reason.ShouldBe("fetching took too long");
        (steps[1].StateBefore, steps[1].StateAfter, steps[1].SagaVersion).ShouldBe(("Fetching", "CameBack", 2));
        TimelineSummary.Of(steps).PendingTimers.ShouldBeEmpty();
        (await host.Database.ScalarAsync<long>("select count(*) from outbox where token = $1", steps[1].Details.Timer!)).ShouldBe(0);
    }

    [Fact]
    public async Task One_that_fires_after_its_cancellation_is_late()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new Fetched(id, 3));
        var token = (await host.StepsAsync(id, 2))[0].Details.Armed[0].Token;
        await host.SendAsync(new FetchingTookTooLong(id), configure: context => context.Headers.Set(MessageHeaders.SchedulingTokenId, token.ToString()));
        var step = (await host.StepsAsync(id, 3))[2];

        step.Kind.ShouldBe(StepKind.TimerLate);
        step.Details.Timer.ShouldBe(token);
        (step.StateBefore, step.StateAfter, step.SagaVersion).ShouldBe(("HandingOver", "HandingOver", 3));
    }

    [Fact]
    public async Task One_that_the_saga_no_longer_waits_for_does_not_turn_it()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new FetchingTookTooLong(id), configure: context => context.Headers.Set(MessageHeaders.SchedulingTokenId, Guid.CreateVersion7().ToString()));
        var step = (await host.StepsAsync(id, 2))[1];

        (step.Kind, step.StateAfter).ShouldBe((StepKind.TimerLate, "Fetching"));
    }

    [Fact]
    public async Task One_that_still_runs_is_what_the_saga_waits_for()
    {
        var id = await host.StartAsync(patience: TimeSpan.FromMinutes(10));
        var pending = TimelineSummary.Of(await host.StepsAsync(id, 1)).PendingTimers.ShouldHaveSingleItem();
        pending.Type.ShouldBe(nameof(FetchingTookTooLong));
    }
}
