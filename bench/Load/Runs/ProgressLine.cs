using Sagas.BenchKit;
using Sagas.Load.Driving;

namespace Sagas.Load.Runs;

/// <summary>Says every other second how far a run is.</summary>
sealed class ProgressLine(string what) : IDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    Journeys? _journeys;
    Timer? _timer;
    int _told;

    public void Watch(Journeys journeys)
    {
        _journeys = journeys;
        _timer = new Timer(_ => Tell(), state: null, Interval, Interval);
    }

    public void Dispose() => _timer?.Dispose();

    void Tell()
    {
        var ended = _journeys!.Count;
        Bench.Progress($"{what}: {ended} sagas ended, {(ended - _told) / Interval.TotalSeconds:0} a second");
        _told = ended;
    }
}
