using MassTransit;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_messages_are_recorded(ErrandHostWithMessages host) : IClassFixture<ErrandHostWithMessages>
{
    [Fact]
    public async Task They_are_masked_like_the_saga()
    {
        var id = await host.StartAsync(TimeSpan.FromMinutes(10));
        var message = (await host.StepsAsync(id, 1))[0].Details.Message!.Value;

        message.GetProperty("ErrandId").GetGuid().ShouldBe(id);
        message.GetProperty("Key").GetString().ShouldBe("***");
        message.GetProperty("Recipient").GetString().ShouldBe("***");
        message.GetProperty("Stops")[0].GetProperty("Clerk").GetString().ShouldBe("***");
    }

    [Fact]
    public async Task Headers_tell_whose_data_it_is_and_who_caused_it()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new AskHowFar(id), configure: context =>
        {
            context.Headers.Set(SagaTimelineOptions.TenantHeader, "acme");
            context.Headers.Set(SagaTimelineOptions.ActorHeader, "alice");
        });
        var steps = await host.StepsAsync(id, 2);

        steps.Select(step => (step.Tenant, step.Actor)).ShouldBe([("default", null), ("acme", "alice")]);
    }
}
