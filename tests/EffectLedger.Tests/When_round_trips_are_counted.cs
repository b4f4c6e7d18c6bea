using System.Diagnostics;

namespace Sagas.EffectLedger.Tests;

public sealed class When_round_trips_are_counted(CounterHost host) : IClassFixture<CounterHost>
{
    [Fact]
    public async Task a_command_takes_three_and_its_repeat_two()
    {
        var command = CounterHost.CountUp();
        await host.AskAsync(CounterHost.CountUp());

        (await RoundTripsAsync(() => host.AskAsync(command))).ShouldBe(3);
        (await RoundTripsAsync(() => host.AskAsync(command))).ShouldBe(2);
    }

    /// <summary>What is sent to this database while a message is handled; what the outbox does beside it belongs to no message.</summary>
    async Task<int> RoundTripsAsync(Func<Task> ask)
    {
        var sent = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "MassTransit",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity is { Source.Name: "Npgsql", Parent.Source.Name: "MassTransit" } && activity.TagObjects.Any(tag => host.Database.Name.Equals(tag.Value)))
                    Interlocked.Increment(ref sent);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await ask();
        return sent;
    }
}
