using System.Diagnostics;
using System.Globalization;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>
/// The process is killed at random moments while customers order: when it answers already, or when it still takes up what the one before it left. Every start meets
/// what all the kills so far have left behind. <c>SAGAS_KILLS</c> says how many there are, and <c>SAGAS_SEED</c> chooses the moments.
/// </summary>
public sealed class When_the_process_is_killed_at_random
{
    static readonly TimeSpan Starting = TimeSpan.FromSeconds(4);

    static readonly TimeSpan Ordering = TimeSpan.FromSeconds(2);

    static int Kills => Number("SAGAS_KILLS") ?? (Environment.GetEnvironmentVariable("SAGAS_LONG") == "1" ? 500 : 4);

    static int Seed => Number("SAGAS_SEED") ?? 20261121;

    [Fact]
    public async Task every_order_ends_and_every_timeline_is_whole()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var installation = new Installation(broker.ConnectionString)
        {
            Settings =
            {
                // None may turn round only because there was nobody to answer.
                ["PlaceOrder__ReserveStock__Attempts"] = "100",
                ["PlaceOrder__CapturePayment__Attempts"] = "100",
                ["PlaceOrder__CreateShipment__Attempts"] = "100",
                ["PlaceOrder__Undo__Attempts"] = "100",
            },
        };
        var customers = new Customers(outages: false);
        var random = new Random(Seed);
        var elapsed = Stopwatch.StartNew();
        Tell($"SAGAS_KILLS={Kills} SAGAS_SEED={Seed}");

        for (var kill = 1; kill <= Kills; kill++)
        {
            if (kill % 4 == 0)
                await installation.KillWhileStartingAsync(Starting * random.NextDouble());
            else
                await KillWhileOrderingAsync(Ordering * random.NextDouble());
            if (kill % 25 == 0 || kill == Kills)
                Tell($"{kill} kills in {elapsed.Elapsed.TotalSeconds:0} s");
        }

        await using var shop = await installation.StartAsync();
        var ended = await customers.EverythingEndsAsync(shop);
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
        var timelines = await installation.TheTimelinesAreIntactAsync();
        timelines.ShouldBeGreaterThanOrEqualTo(ended);
        Tell($"{ended} orders ended and {timelines} timelines are whole after {elapsed.Elapsed.TotalSeconds:0} s");

        async Task KillWhileOrderingAsync(TimeSpan after)
        {
            await using var doomed = await installation.StartAsync();
            var accepted = customers.Accepted;
            using var closing = new CancellationTokenSource();
            var ordering = customers.OrderUntilItDiesAsync(doomed, () => Task.CompletedTask, TimeSpan.FromSeconds(30), closing.Token);
            await Eventually.ShouldAsync(() => Task.FromResult(customers.Accepted > accepted), "an order to be accepted", describe: () => Task.FromResult(doomed.Process.Output));
            await Moment.InAsync(after);
            await closing.CancelAsync();
            await doomed.Process.KillAsync();
            await ordering;
        }
    }

    static void Tell(FormattableString what)
    {
        var text = FormattableString.Invariant(what);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        TestContext.Current.SendDiagnosticMessage(text);
    }

    static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
