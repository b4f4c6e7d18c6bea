using Sagas.AllInOne.Conservation;
using Sagas.AllInOne.Demo;
using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Demo;

public sealed class When_the_demo_runs : IAsyncLifetime
{
    static readonly ConservationLaw Held = new("received = available + reserved + shipped", "46,066 = 46,066", []);

    readonly StringWriter output = new();
    FakeSagas sagas = null!;

    public async ValueTask InitializeAsync() => sagas = await FakeSagas.StartAsync();

    public ValueTask DisposeAsync() => sagas.DisposeAsync();

    [Fact]
    public async Task All_orders_end_as_their_data_says_and_more_than_half_are_confirmed()
    {
        (await RunAsync(Held)).ShouldBeEmpty();

        sagas.Placements.ShouldBe(830);
        Row("Confirmed").ShouldBeInRange(455, 480);
        Row("StockUnavailable").ShouldBeInRange(25, 50);
        Row("PriceChanged").ShouldBeInRange(240, 250);
        Row("PaymentDeclined").ShouldBeInRange(48, 58);
        Row("ShipmentRefused").ShouldBeInRange(20, 28);
    }

    [Fact]
    public async Task A_second_run_shows_the_same_and_places_nothing()
    {
        await RunAsync(Held);
        var first = Outcome.All.Select(Row).ToList();
        output.GetStringBuilder().Clear();

        await RunAsync(Held);

        sagas.Placements.ShouldBe(830);
        Outcome.All.Select(Row).ShouldBe(first);
    }

    [Fact]
    public async Task It_says_plainly_how_far_it_is_and_shows_sums_and_a_timeline()
    {
        await RunAsync(Held);

        var text = output.ToString();
        text.ShouldContain("Putting 77 products into the catalogue");
        text.ShouldContain("830 of 830 placed, 830 ended: ");
        text.ShouldContain("46,066 = 46,066");
        text.ShouldContain("timeline of ");
        text.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task A_law_that_does_not_hold_is_what_was_wrong() =>
        (await RunAsync(Held with { Breaches = ["SKU NW-001: 5 units are missing."] })).ShouldBe(["SKU NW-001: 5 units are missing."]);

    Task<IReadOnlyList<string>> RunAsync(ConservationLaw law) =>
        new DemoRun(
            Samples.Data,
            sagas.Api,
            new FakeEvidence(new Dictionary<string, int>(), law),
            Samples.IsServed,
            TestLimits.Of(atOnce: 16),
            DemoConsole.Create(output),
            TimeProvider.System).RunAsync(CancellationToken.None);

    int Row(string outcome)
    {
        var row = output.ToString().Split('\n').Last(line => line.Contains($"│ {outcome} ", StringComparison.Ordinal) || line.Contains($"| {outcome} ", StringComparison.Ordinal));
        return int.Parse(row.Split('│', '|')[2], System.Globalization.CultureInfo.InvariantCulture);
    }
}
