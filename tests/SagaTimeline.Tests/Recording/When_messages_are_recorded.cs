using MassTransit;
using MassTransit.Events;
using MassTransit.Metadata;
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
    public async Task What_a_fault_quotes_is_masked_too()
    {
        var id = await host.StartAsync();
        var exception = new TimeoutException("The door does not open with key-7741.", new InvalidOperationException("No lock takes key-7741."));
        await host.SendAsync<Fault<Fetch>>(new FaultEvent<Fetch>(new Fetch(id), null, HostMetadataCache.Host, exception, []));
        var step = (await host.StepsAsync(id, 2))[1];

        step.Kind.ShouldBe(StepKind.ActedOn);
        var message = step.Details.Message!.Value;
        message.GetProperty("Exceptions")[0].GetProperty("Message").GetString().ShouldBe("The door does not open with ***.");
        message.GetRawText().ShouldNotContain("key-7741");
    }

    [Fact]
    public async Task Who_caused_it_is_masked_when_it_is_a_marked_value()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new AskHowFar(id), configure: context => context.Headers.Set(SagaTimelineOptions.ActorHeader, "Grace Hopper"));

        (await host.StepsAsync(id, 2))[1].Actor.ShouldBe("***");
    }

    [Fact]
    public async Task Who_caused_it_is_told_as_it_stands_when_it_is_no_text()
    {
        (await ActorAsync(4711)).ShouldBe("4711");
        (await ActorAsync(new { name = "Zoë O'Hara" })).ShouldBe("""{"name":"Zoë O'Hara"}""");
        (await ActorAsync(new { name = "Grace Hopper" })).ShouldBe("""{"name":"***"}""");

        async Task<string?> ActorAsync(object actor)
        {
            var id = await host.StartAsync();
            await host.SendAsync(new AskHowFar(id), configure: context => context.Headers.Set(SagaTimelineOptions.ActorHeader, actor));
            return (await host.StepsAsync(id, 2))[1].Actor;
        }
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
