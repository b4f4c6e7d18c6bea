using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_a_message_is_delivered_twice(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Fact]
    public async Task The_repeat_is_a_step_that_committed_no_revision()
    {
        var id = await host.StartAsync();
        var messageId = Guid.CreateVersion7();
        await host.SendAsync(new AskHowFar(id), messageId);
        await host.StepsAsync(id, 2);
        await host.SendAsync(new AskHowFar(id), messageId);
        var step = (await host.StepsAsync(id, 3))[2];

        (step.Kind, step.MessageId, step.SagaVersion).ShouldBe((StepKind.Duplicate, messageId, null));
        step.Details.Changes.ShouldBeEmpty();
        await host.RevisionAsync(id, 2);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_acted_on_and_each_other_is_told()
    {
        const int Copies = 20;
        var id = await host.StartAsync();
        var messageId = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, Copies).Select(_ => host.SendAsync(new AskHowFar(id), messageId)));
        var steps = await host.SettledStepsAsync(id, steps => steps.Count(step => step.Kind is StepKind.ActedOn or StepKind.Duplicate) == Copies + 1);

        steps.Count(step => step.MessageId == messageId && step.Kind == StepKind.ActedOn).ShouldBe(1);
        steps.Count(step => step.MessageId == messageId && step.Kind == StepKind.Duplicate).ShouldBe(Copies - 1);
        steps.Where(step => step.SagaVersion is not null).Select(step => step.SagaVersion!.Value).ShouldBe([1, 2]);
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
    }
}
