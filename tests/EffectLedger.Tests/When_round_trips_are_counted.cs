using Sagas.TestKit;

namespace Sagas.EffectLedger.Tests;

public sealed class When_round_trips_are_counted(CounterHost host) : IClassFixture<CounterHost>
{
    [Fact]
    public async Task a_command_takes_three_and_its_repeat_two()
    {
        var command = CounterHost.CountUp();
        await host.AskAsync(CounterHost.CountUp());

        using var roundTrips = new RoundTrips(host.Database.Name);
        await host.AskAsync(command);
        roundTrips.Handling.Count.ShouldBe(3, roundTrips.ToString());

        roundTrips.Clear();
        await host.AskAsync(command);
        roundTrips.Handling.Count.ShouldBe(2, roundTrips.ToString());
    }
}
