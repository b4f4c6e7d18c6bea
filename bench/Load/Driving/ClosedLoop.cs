using System.Diagnostics;

namespace Sagas.Load.Driving;

/// <summary>A set number of customers, each of whom orders again as soon as the last order has ended: how much the system can do.</summary>
sealed class ClosedLoop(int inFlight, int sagas)
{
    int _left = sagas;

    public async Task<Journeys> RunAsync(Traffic traffic, Action<Journeys> watch)
    {
        var journeys = new Journeys();
        watch(journeys);
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => OrderAsync(traffic, journeys)));
        return journeys;
    }

    async Task OrderAsync(Traffic traffic, Journeys journeys)
    {
        while (Interlocked.Decrement(ref _left) >= 0)
            await traffic.TravelAsync(Stopwatch.GetTimestamp(), journeys);
    }
}
