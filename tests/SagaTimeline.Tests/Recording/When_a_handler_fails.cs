using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_a_handler_fails(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Fact]
    public async Task Every_failed_attempt_is_a_step_before_the_one_that_succeeded()
    {
        var id = await host.StartAsync();
        host.Trouble.Strike(id, times: 2);
        await host.SendAsync(new Fetched(id, 3));
        var steps = await host.StepsAsync(id, 4);

        steps.Select(step => (step.Kind, step.Attempt, step.StateBefore, step.StateAfter, step.SagaVersion)).ShouldBe([
            (StepKind.ActedOn, 1, "Initial", "Fetching", 1),
            (StepKind.Failed, 1, "Fetching", "Fetching", null),
            (StepKind.Failed, 2, "Fetching", "Fetching", null),
            (StepKind.ActedOn, 3, "Fetching", "HandingOver", 2),
        ]);
        steps.Skip(1).Select(step => step.MessageId).Distinct().Count().ShouldBe(1);
        steps[1].Details.Sent.ShouldBeEmpty("nothing of a failed attempt is sent");
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
    }

    [Fact]
    public async Task The_failure_is_told_in_the_words_that_help_without_the_secrets_in_them()
    {
        var id = await host.StartAsync();
        host.Trouble.Strike(id, times: 1);
        await host.SendAsync(new Fetched(id, 3));
        var failure = (await host.StepsAsync(id, 3))[1].Details.Failure.ShouldNotBeNull();

        failure.Type.ShouldBe(nameof(InvalidOperationException));
        failure.Message.ShouldBe("The door does not open with ***.");
        failure.At.ShouldNotBeNull().ShouldStartWith("Trouble.MayStrike (Trouble.cs:");
        failure.Cause.ShouldBe(new StepFailure(nameof(TimeoutException), "Nobody answered the bell.", null, null));
    }

    [Fact]
    public async Task A_message_that_the_state_does_not_expect_is_a_failure_too()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new HandedOver(id));
        var steps = await host.StepsAsync(id, 5);

        steps.Skip(1).ShouldAllBe(step => step.Kind == StepKind.Failed && step.StateBefore == "Fetching" && step.SagaVersion == null);
        steps.Skip(1).Select(step => step.Attempt).ShouldBe([1, 2, 3, 4]);
        steps[^1].Details.Failure!.Message.ShouldContain("HandedOver");
    }
}
