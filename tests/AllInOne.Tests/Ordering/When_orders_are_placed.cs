using Sagas.AllInOne.Ordering;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Ordering;

public sealed class When_orders_are_placed : IAsyncLifetime
{
    FakeSagas sagas = null!;

    public async ValueTask InitializeAsync() => sagas = await FakeSagas.StartAsync();

    public ValueTask DisposeAsync() => sagas.DisposeAsync();

    [Fact]
    public async Task No_more_are_open_at_once_than_allowed()
    {
        var run = new OrderRun(sagas.Api, [.. Samples.Data.Orders.Take(60)], TestLimits.Of(atOnce: 7), TimeProvider.System);

        await new Shelves(sagas.Api, Samples.Data).FillAsync(CancellationToken.None);
        await run.RunAsync(CancellationToken.None);

        sagas.MostOpen.ShouldBeInRange(2, 7);
    }

    [Fact]
    public async Task Shelves_that_are_filled_twice_hold_no_more()
    {
        await new Shelves(sagas.Api, Samples.Data).FillAsync(CancellationToken.None);
        await new Shelves(sagas.Api, Samples.Data).FillAsync(CancellationToken.None);

        sagas.Stock.ShouldBe(Samples.Data.StartingStock(), ignoreOrder: true);
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_where_it_was()
    {
        await new Shelves(sagas.Api, Samples.Data).FillAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        sagas.Hinder = (_, _) =>
        {
            if (sagas.Placements == 20)
                stop.Cancel();
            return null;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => Run().RunAsync(stop.Token));
        var before = sagas.Placements;

        var records = await Run().RunAsync(CancellationToken.None);

        before.ShouldBeInRange(20, 59);
        sagas.Placements.ShouldBe(60);
        records.Count.ShouldBe(60);
        records.ShouldAllBe(record => record.Outcome != null);

        OrderRun Run() => new(sagas.Api, [.. Samples.Data.Orders.Take(60)], TestLimits.Of(atOnce: 4), TimeProvider.System);
    }

    [Fact]
    public async Task Those_that_never_end_are_returned_as_they_were_last_seen()
    {
        await new Shelves(sagas.Api, Samples.Data).FillAsync(CancellationToken.None);
        sagas.NeverEnding.Add("VINET");
        var orders = Samples.Data.Orders.Take(60).ToList();

        var run = new OrderRun(sagas.Api, orders, TestLimits.Of(atOnce: 16, noProgressSeconds: 1), TimeProvider.System);
        var records = await run.RunAsync(CancellationToken.None);

        records.Where(record => record.Outcome is null).Select(record => (record.Order.CustomerId, record.Status))
            .ShouldBe(orders.Where(order => order.CustomerId == "VINET").Select(order => (order.CustomerId, "Placed")));
        run.Tally.Ended.ShouldBe(60 - orders.Count(order => order.CustomerId == "VINET"));
    }
}
