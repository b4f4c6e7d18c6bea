using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

/// <summary>State machines are tested in memory, without a database: what they say to the timeline is said to nobody.</summary>
public sealed class When_no_timeline_is_recorded
{
    [Fact]
    public async Task Reasons_and_actors_are_no_hindrance()
    {
        await using var provider = new ServiceCollection()
            .AddSingleton<Trouble>()
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddDelayedMessageScheduler();
                bus.AddSagaStateMachine<ErrandStateMachine, Errand>().InMemoryRepository();
                bus.UsingInMemory((context, transport) =>
                {
                    transport.UseDelayedMessageScheduler();
                    transport.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider(validateScopes: true);
        var harness = await provider.StartTestHarness();
        var sagas = harness.GetSagaStateMachineHarness<ErrandStateMachine, Errand>();
        var id = Guid.CreateVersion7();

        await harness.Bus.Publish(ErrandHost.AnErrand(id, TimeSpan.FromMinutes(1)));
        (await sagas.Exists(id, machine => machine.Fetching)).ShouldNotBeNull();
        await harness.Bus.Publish(new CallOff(id, "the porter"));
        (await sagas.Exists(id, machine => machine.CameBack)).ShouldNotBeNull();
        await harness.Bus.Publish(new Fetched(id, 1));
        (await sagas.Consumed.Any<Fetched>(message => message.Exception is null)).ShouldBeTrue();
    }
}
