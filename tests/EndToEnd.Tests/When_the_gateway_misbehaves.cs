using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

public sealed class When_the_gateway_misbehaves
{
    [Fact]
    public async Task no_order_is_charged_twice_and_no_cancelled_one_at_all()
    {
        await using var installation = new Installation();
        await using var shop = await installation.StartAsync();
        await shop.StockAsync("SKU-1", 100);

        var lost = await shop.PlaceAsync(SampleOrder.Of("lost", token: "tok_answer_lost"));
        var outage = await shop.PlaceAsync(SampleOrder.Of("outage", token: "tok_outage"));
        var slow = await shop.PlaceAsync(SampleOrder.Of("slow", token: "tok_slow"));
        var cancelled = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var id = await shop.PlaceAsync(SampleOrder.Of($"cancelled-{i}", token: i % 2 == 0 ? "tok_slow" : "tok_answer_lost"));
            await shop.CancelAsync(id);
            return id;
        }));

        (await shop.OutcomeAsync(lost)).ShouldBe("Confirmed");
        (await shop.OutcomeAsync(outage)).ShouldBe("Confirmed");
        (await shop.OutcomeAsync(slow)).ShouldBe("Confirmed");
        foreach (var id in cancelled)
            (await shop.OutcomeAsync(id)).ShouldBeOneOf("CustomerRequest", "Confirmed");
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
    }
}
