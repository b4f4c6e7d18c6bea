using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>The 830 sample orders, killed in the middle and started again: exit code 0 means that every order ended as its data allows and that the sums hold.</summary>
public sealed class When_the_demo_is_killed_half_way
{
    [Fact]
    public async Task the_same_command_carries_on()
    {
        await using var installation = new Installation();
        await KillAndRepeatAsync(installation);
    }

    [Fact]
    public async Task the_same_command_carries_on_over_rabbitmq()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var installation = new Installation(broker.ConnectionString);
        await KillAndRepeatAsync(installation);
    }

    static async Task KillAndRepeatAsync(Installation installation)
    {
        await using (var killed = installation.StartDemo())
        {
            await Eventually.ShouldAsync(
                async () => killed.Output.Contains("Placing 830 orders", StringComparison.Ordinal)
                    && await installation.ScalarAsync<long>("order_saga", "select count(*) from place_order_sagas where ended_at is not null") > 150,
                "150 orders to end",
                TimeSpan.FromSeconds(120),
                () => Task.FromResult(killed.Output));
            await killed.KillAsync();
        }

        await using var again = installation.StartDemo();
        var exitCode = await again.WaitForExitAsync(TimeSpan.FromSeconds(240));

        exitCode.ShouldBe(0, again.Output);
        await installation.TheTimelinesAreWholeAsync();
    }
}
