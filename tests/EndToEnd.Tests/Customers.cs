using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>Order of every kind, and change their minds, for as long as somebody answers; and remember what they asked for.</summary>
/// <param name="outages">Whether some pay where the gateway is out of reach until the saga's patience ends.</param>
sealed class Customers(bool outages = true)
{
    /// <summary>As many as a host takes requests from at once without turning any away.</summary>
    const int Batch = 50;

    /// <summary>Paid, so that the shipment is being created.</summary>
    static readonly string[] UnderWay = ["Paid", "Confirmed"];

    /// <summary>The gateway is being asked, and does not answer: what is undone then is voided.</summary>
    static readonly string[] Reserved = ["Reserved"];

    readonly List<(SampleOrder Order, string[] Outcomes)> _placed = [];
    int _accepted;

    /// <summary>How often an order was accepted.</summary>
    public int Accepted => _accepted;

    /// <summary>Places orders in batches until the process has died, or the time is over.</summary>
    /// <param name="shop">Where they order.</param>
    /// <param name="hindrance">What is in the way of each batch, so that orders are cancelled at a step which else is over at once.</param>
    /// <param name="within">How long they go on.</param>
    /// <param name="closing">Ends it too: nobody orders of somebody who is being killed.</param>
    public async Task OrderUntilItDiesAsync(Shop shop, Func<Task> hindrance, TimeSpan within, CancellationToken closing = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(closing);
        timeout.CancelAfter(within);
        await UnlessItDiesAsync(() => shop.StockAsync("SKU-1", 100_000));
        while (!shop.Process.HasExited && !timeout.IsCancellationRequested)
            await Task.WhenAll(NextBatch().Select(order => PlaceAsync(shop, order)).Append(hindrance()));
    }

    /// <returns>How many orders ended.</returns>
    public async Task<int> EverythingEndsAsync(Shop shop)
    {
        // Those whose answer was lost are asked for again, under their keys; and all before any is waited for, because some take their time.
        var ids = new List<Guid>();
        foreach (var some in _placed.Chunk(Batch))
            ids.AddRange(await Task.WhenAll(some.Select(placed => shop.PlaceAsync(placed.Order))));
        foreach (var some in ids.Zip(_placed, (id, placed) => (Id: id, placed.Outcomes)).Chunk(Batch))
            await Task.WhenAll(some.Select(placed => EndsAsync(placed.Id, placed.Outcomes)));

        return _placed.Count;

        async Task EndsAsync(Guid id, string[] outcomes)
        {
            var outcome = await shop.OutcomeAsync(id);
            if (!outcomes.Contains(outcome))
                outcome.ShouldBeOneOf(outcomes, await shop.TimelineAsync(id));
        }
    }

    List<(SampleOrder Order, string[]? CancelledWhen)> NextBatch()
    {
        List<(SampleOrder Order, string[]? CancelledWhen)> batch = [];
        Add(["Confirmed"], key => SampleOrder.Of(key));
        Add(["PaymentDeclined"], key => SampleOrder.Of(key, token: "tok_declined_insufficient_funds"));
        Add(["ShipmentRefused"], key => SampleOrder.Of(key, country: "Norway"));
        Add(["PriceChanged"], key => SampleOrder.Of(key, expectedTotal: "9.99"));
        Add(["StockUnavailable"], key => SampleOrder.Of(key, sku: "SKU-NONE"));
        Add(["Confirmed"], key => SampleOrder.Of(key, token: "tok_slow"));
        for (var i = 0; i < 12; i++)
            Add(["Confirmed"], key => SampleOrder.Of(key), cancelledWhen: UnderWay);
        for (var i = 0; i < 3; i++)
            Add(["Confirmed"], key => SampleOrder.Of(key, token: "tok_slow"), cancelledWhen: UnderWay);
        for (var i = 0; outages && i < 2; i++)
            Add(["Confirmed", "Timeout", "Faulted"], key => SampleOrder.Of(key, token: "tok_outage"), cancelledWhen: Reserved);
        Add(["PaymentDeclined"], key => SampleOrder.Of(key, token: "tok_declined_insufficient_funds"), cancelledWhen: UnderWay);
        return batch;

        void Add(string[] outcomes, Func<string, SampleOrder> order, string[]? cancelledWhen = null)
        {
            var sample = order($"order-{_placed.Count}");
            _placed.Add((sample, cancelledWhen is null ? outcomes : [.. outcomes, "CustomerRequest"]));
            batch.Add((sample, cancelledWhen));
        }
    }

    Task PlaceAsync(Shop shop, (SampleOrder Order, string[]? CancelledWhen) wanted) => UnlessItDiesAsync(async () =>
    {
        var orderId = await shop.PlaceAsync(wanted.Order);
        Interlocked.Increment(ref _accepted);
        if (wanted.CancelledWhen is { } statuses)
        {
            // At any moment: at once, or when it has come so far.
            await shop.UntilAsync(orderId, TimeSpan.FromSeconds(Math.Abs(orderId.GetHashCode() % 3) * 5), statuses);
            await shop.TryCancelAsync(orderId);
        }
        else
            await shop.OutcomeAsync(orderId, TimeSpan.FromSeconds(5));
    });

    /// <summary>Whoever is talked to may die in the middle of a word; and an order that takes long is not waited for here.</summary>
    static async Task UnlessItDiesAsync(Func<Task> talk)
    {
        try
        {
            await talk();
        }
        catch (Exception exception) when (Unanswered.Is(exception) || exception is Shouldly.ShouldAssertException)
        {
        }
    }
}
