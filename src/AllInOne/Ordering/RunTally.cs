using System.Collections.Concurrent;

namespace Sagas.AllInOne.Ordering;

/// <summary>How far the run is. Counted by many tasks, read by the display.</summary>
sealed class RunTally(int total)
{
    readonly ConcurrentDictionary<string, int> outcomes = new();
    int placed;

    public int Total => total;

    public int Placed => Volatile.Read(ref placed);

    public int Ended => outcomes.Values.Sum();

    public int EndedAs(string outcome) => outcomes.GetValueOrDefault(outcome);

    public void CountPlaced() => Interlocked.Increment(ref placed);

    public void CountEnded(string outcome) => outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
}
