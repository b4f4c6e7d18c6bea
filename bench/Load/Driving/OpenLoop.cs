using System.Diagnostics;

namespace Sagas.Load.Driving;

/// <summary>
/// Orders at a set rate, whether or not the system keeps up: how long they take. Each is timed from when it was to be sent, so that a system which stalls is charged for everybody who
/// would have ordered meanwhile.
/// </summary>
sealed class OpenLoop(double perSecond, int sagas)
{
    /// <summary>The timer's; what is due by then is sent at once, and the wait counts as the system's.</summary>
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    volatile bool _lost;

    public async Task<Journeys> RunAsync(Traffic traffic, Action<Journeys> watch)
    {
        var journeys = new Journeys();
        watch(journeys);
        var begun = Stopwatch.GetTimestamp();
        var travels = new List<Task>(sagas);
        using var timer = new PeriodicTimer(Tick);
        while (travels.Count < sagas && !_lost && await timer.WaitForNextTickAsync())
        {
            for (var due = DueAt(begun, travels.Count); travels.Count < sagas && due <= Stopwatch.GetTimestamp(); due = DueAt(begun, travels.Count))
                travels.Add(TravelAsync(traffic, due, journeys));
        }

        await Task.WhenAll(travels);
        return journeys;
    }

    /// <summary>One order that is lost ends the run, which may be a long one.</summary>
    async Task TravelAsync(Traffic traffic, long due, Journeys journeys)
    {
        try
        {
            await traffic.TravelAsync(due, journeys);
        }
        catch
        {
            _lost = true;
            throw;
        }
    }

    long DueAt(long begun, int order) => begun + (long)(order / perSecond * Stopwatch.Frequency);
}
