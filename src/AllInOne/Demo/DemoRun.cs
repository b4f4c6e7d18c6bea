using Sagas.AllInOne.Api;
using Sagas.AllInOne.Conservation;
using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;
using Spectre.Console;

namespace Sagas.AllInOne.Demo;

/// <summary>The demo itself: fill the shelves, place every order, wait for its end, and show what came of it.</summary>
sealed class DemoRun(NorthwindData data, SagasApi api, IEvidence evidence, Func<string, bool> serves, RunLimits limits, IAnsiConsole console, TimeProvider clock)
{
    /// <returns>What was wrong, in sentences.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        console.WriteLine($"Putting {data.Products.Count} products into the catalogue and {data.StartingStock().Values.Sum():N0} units into stock.");
        await new Shelves(api, data).FillAsync(cancellationToken);

        console.WriteLine($"Placing {data.Orders.Count} orders, and waiting for each to end.");
        var records = await PlaceAsync(cancellationToken);

        console.Heading("How the orders ended");
        console.Write(OutcomeTable.Of(records));

        console.Heading("What must never get lost, added up from the participants' own databases");
        var laws = await evidence.LawsAsync(cancellationToken);
        console.Write(ConservationTable.Of(laws));

        if (TimelineChoice.From(records) is { } undone)
        {
            console.Heading($"The timeline of order {undone.Order.OrderId}, which was undone: {undone.Outcome}");
            console.WriteLine(await api.GetTimelineAsync(undone.Id!.Value, cancellationToken));
        }

        var outcomes = new NorthwindOutcomes(data, serves, await evidence.ScarcestStockAsync(cancellationToken));
        return Verdict.On(records, outcomes, laws);
    }

    async Task<IReadOnlyList<OrderRecord>> PlaceAsync(CancellationToken cancellationToken)
    {
        var run = new OrderRun(api, data.Orders, limits, clock);
        var running = run.RunAsync(cancellationToken);
        await new ProgressDisplay(console, clock).ShowAsync(run.Tally, running);
        return await running;
    }
}
