using System.Text.Json;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>Each step's parts add up to its total, and what is in the way somewhere shows there.</summary>
public sealed class When_an_order_tells_where_its_time_went(ShopBehindALine stage) : IClassFixture<ShopBehindALine>
{
    static readonly TimeSpan Hindrance = TimeSpan.FromSeconds(1);

    /// <summary>For so long a transport without its connection may keep a message before the outbox takes it back.</summary>
    static readonly TimeSpan TransportsPatience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task the_parts_of_every_step_add_up_to_its_total()
    {
        var orders = await Task.WhenAll(SampleOrder.OfEveryKind(16).Select(stage.Shop.PlaceAsync));
        foreach (var order in orders)
        {
            await stage.Shop.OutcomeAsync(order);
            foreach (var step in await stage.Shop.StepsAsync(order))
            {
                var timing = step.GetProperty("details").GetProperty("timing");
                Parts(timing).Sum(part => part.Milliseconds).ShouldBe(timing.GetProperty("total").GetDecimal(), step.ToString());
                Parts(timing).ShouldAllBe(part => part.Milliseconds >= 0);
                // Every answer names what its participant spent; what nobody was asked for does not.
                timing.TryGetProperty("participant", out _).ShouldBe(step.GetProperty("source").GetString() is "inventory" or "payment" or "shipping", step.ToString());
            }
        }
    }

    [Fact]
    public async Task a_row_that_somebody_holds_shows_in_the_database_time_of_the_participant()
    {
        Guid order = default;
        await stage.Installation.HoldAsync("inventory", "select 1 from stock where sku = 'SKU-1' for update", async () =>
        {
            order = await stage.Shop.PlaceAsync(SampleOrder.Of("held-up"));
            await Eventually.ShouldAsync(
                async () => await stage.Installation.ScalarAsync<TimeSpan?>("inventory", """
                    select max(clock_timestamp() - query_start) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                    """) > Hindrance,
                "a reservation to wait for the row");
        });

        var timing = await TimingOfAsync(order, "StockReserved");
        // What its group shares gives up soon, so as not to keep the others; the reservation then waits in a transaction of its own.
        TimeOf(timing, "participant", "database").ShouldBeGreaterThan(Hindrance, timing.ToString());
        Longest(timing).ShouldBe(("participant", "database"), timing.ToString());
    }

    [Fact]
    public async Task a_message_that_cannot_be_sent_waits_in_its_outbox()
    {
        stage.Line.Cut();
        var order = await stage.Shop.PlaceAsync(SampleOrder.Of("not-sent"));
        await Eventually.ShouldAsync(
            async () => await stage.Installation.ScalarAsync<TimeSpan?>("order_saga", "select max(clock_timestamp() - created_at) from outbox where message_type like '%:PlaceOrder'") > TransportsPatience + Hindrance,
            "the message to wait");
        stage.Line.Mend();
        await stage.Shop.OutcomeAsync(order);

        var timing = await TimingOfAsync(order, "PlaceOrder");
        TimeOf(timing, "message", "outbox").ShouldBeGreaterThan(Hindrance, timing.ToString());
        Longest(timing).ShouldBe(("message", "outbox"), timing.ToString());
    }

    async Task<JsonElement> TimingOfAsync(Guid order, string message)
    {
        await stage.Shop.OutcomeAsync(order);
        var step = (await stage.Shop.StepsAsync(order)).Single(step => step.GetProperty("messageType").GetString() == message && step.GetProperty("kind").GetString() == "ActedOn");
        return step.GetProperty("details").GetProperty("timing");
    }

    static List<(string Of, string What, decimal Milliseconds)> Parts(JsonElement timing) =>
    [
        .. from whose in timing.EnumerateObject()
           where whose.Value.ValueKind == JsonValueKind.Object
           from part in whose.Value.EnumerateObject()
           select (whose.Name, part.Name, part.Value.GetDecimal()),
    ];

    static (string Of, string What) Longest(JsonElement timing)
    {
        var (of, what, _) = Parts(timing).MaxBy(part => part.Milliseconds);
        return (of, what);
    }

    static TimeSpan TimeOf(JsonElement timing, string of, string what) =>
        TimeSpan.FromMilliseconds((double)Parts(timing).Single(part => (part.Of, part.What) == (of, what)).Milliseconds);
}
