using MassTransit;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_a_message_is_redelivered(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Fact]
    public async Task And_no_step_tells_of_an_earlier_attempt_it_is_said_that_there_is_no_trace_of_one()
    {
        var id = await host.StartAsync();
        await RedeliverAsync(new AskHowFar(id), Guid.CreateVersion7());
        var step = (await host.StepsAsync(id, 2))[1];

        step.Redelivered.ShouldBeTrue();
        step.NoTraceOfEarlierAttempt.ShouldBeTrue();
    }

    [Fact]
    public async Task And_a_failed_step_tells_of_it_there_is_nothing_to_add()
    {
        var id = await host.StartAsync();
        var messageId = Guid.CreateVersion7();
        host.Trouble.Strike(id, times: 4);
        await host.SendAsync(new Fetched(id, 3), messageId);
        await host.StepsAsync(id, 5);
        await RedeliverAsync(new Fetched(id, 3), messageId);
        var step = (await host.StepsAsync(id, 6))[5];

        (step.Kind, step.Redelivered, step.NoTraceOfEarlierAttempt).ShouldBe((StepKind.ActedOn, true, false));
    }

    [Fact]
    public async Task Only_its_first_attempt_says_so()
    {
        var id = await host.StartAsync();
        host.Trouble.Strike(id, times: 1);
        await RedeliverAsync(new Fetched(id, 3), Guid.CreateVersion7());
        var steps = await host.StepsAsync(id, 3);

        steps.Select(step => (step.Kind, step.NoTraceOfEarlierAttempt)).ShouldBe([
            (StepKind.ActedOn, false), (StepKind.Failed, true), (StepKind.ActedOn, false),
        ]);
    }

    Task RedeliverAsync<T>(T message, Guid messageId)
        where T : class =>
        host.SendAsync(message, messageId, context => context.Headers.Set(RedeliveredFilter.Header, "yes"));
}
