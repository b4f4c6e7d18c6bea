using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_an_errand_goes_well(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Fact]
    public async Task Every_message_is_a_step_and_the_steps_tell_what_they_caused()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new Fetched(id, 3));
        await host.StepsAsync(id, 2);
        await host.SendAsync(new HandedOver(id));
        var steps = await host.StepsAsync(id, 3);

        steps.Select(step => (step.Number, step.Kind, step.MessageType, step.StateBefore, step.StateAfter, step.SagaVersion)).ShouldBe([
            (1, StepKind.ActedOn, nameof(StartErrand), "Initial", "Fetching", 1),
            (2, StepKind.ActedOn, nameof(Fetched), "Fetching", "HandingOver", 2),
            (3, StepKind.ActedOn, nameof(HandedOver), "HandingOver", "Done", 3),
        ]);
        steps.ShouldAllBe(step => step.Source == "worker" && step.Attempt == 1 && step.SentAt <= step.ReceivedAt && step.ReceivedAt <= step.HandledAt);

        var first = steps[0].Details;
        first.Sent.ShouldHaveSingleItem().ShouldSatisfyAllConditions(sent => sent.Type.ShouldBe(nameof(Fetch)), sent => sent.To.ShouldBe("worker"));
        var armed = first.Armed.ShouldHaveSingleItem();
        armed.Type.ShouldBe(nameof(FetchingTookTooLong));
        armed.DueAt.ShouldBeInRange(steps[0].HandledAt.AddMinutes(9), steps[0].HandledAt.AddMinutes(11));
        steps[1].Details.Cancelled.ShouldBe([armed.Token]);
        steps[1].Details.Changes["Weight"].To!.Value.GetInt32().ShouldBe(3);
        steps[1].Details.Changes.Keys.ShouldBe(["PatienceToken", "Weight"], ignoreOrder: true);
        steps[2].Details.Changes.ShouldBeEmpty();
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
    }
}
