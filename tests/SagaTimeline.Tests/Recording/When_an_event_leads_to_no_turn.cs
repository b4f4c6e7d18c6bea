using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_an_event_leads_to_no_turn(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Fact]
    public async Task The_reason_is_recorded_with_the_revision()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new Fetched(id, 3));
        await host.StepsAsync(id, 2);
        await host.SendAsync(new Fetched(id, 4));
        var step = (await host.StepsAsync(id, 3))[2];

        step.Kind.ShouldBe(StepKind.Ignored);
        step.Reason.ShouldBe("it has been fetched already");
        (step.StateBefore, step.StateAfter, step.SagaVersion).ShouldBe(("HandingOver", "HandingOver", 3));
        step.Details.Changes.ShouldBeEmpty();
        await host.RevisionAsync(id, 3);
    }

    [Fact]
    public async Task An_event_that_the_machine_ignores_plainly_is_a_step_nevertheless()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new Reminder(id));
        var step = (await host.StepsAsync(id, 2))[1];

        step.Kind.ShouldBe(StepKind.Ignored);
        step.Reason.ShouldBeNull();
        (step.StateBefore, step.StateAfter, step.SagaVersion).ShouldBe(("Fetching", "Fetching", 2));
    }

    [Fact]
    public async Task A_message_that_finds_no_saga_is_recorded_under_the_id_that_it_names()
    {
        var id = Guid.CreateVersion7();
        await host.SendAsync(new Fetched(id, 3));
        var step = (await host.StepsAsync(id, 1))[0];

        step.Kind.ShouldBe(StepKind.NoInstance);
        (step.StateBefore, step.StateAfter, step.SagaVersion).ShouldBe((null, null, null));
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
    }
}
