using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_another_message_is_faster(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Fact]
    public async Task The_attempt_that_was_overtaken_is_told_and_the_next_one_succeeds()
    {
        var id = await host.StartAsync();
        var pause = host.Trouble.PauseOnce(id);
        await host.SendAsync(new Fetched(id, 3));
        await pause.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await host.SendAsync(new AskHowFar(id));
        await host.StepsAsync(id, 2);
        pause.Ended.SetResult();

        var steps = await host.StepsAsync(id, 4);
        steps.Select(step => (step.Kind, step.MessageType, step.Attempt, step.SagaVersion)).ShouldBe([
            (StepKind.ActedOn, nameof(StartErrand), 1, 1),
            (StepKind.ActedOn, nameof(AskHowFar), 1, 2),
            (StepKind.Conflicted, nameof(Fetched), 1, null),
            (StepKind.ActedOn, nameof(Fetched), 2, 3),
        ]);
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_step_that_is_recorded_meanwhile_does_not_make_the_message_fail()
    {
        var id = await host.StartAsync();
        var pause = host.Trouble.PauseOnce(id);
        await host.SendAsync(new Fetched(id, 3));
        await pause.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await host.SendAsync(new HandedOver(id));
        await host.StepsAsync(id, 5);
        pause.Ended.SetResult();

        var step = (await host.StepsAsync(id, 6))[5];
        (step.Kind, step.MessageType, step.Attempt, step.SagaVersion).ShouldBe((StepKind.ActedOn, nameof(Fetched), 1, 2));
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
    }
}
