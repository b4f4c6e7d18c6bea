using System.Diagnostics;

namespace Sagas.Load.Driving;

/// <summary>Milliseconds: half, 99 of 100 and 999 of 1,000 took no longer; and the longest.</summary>
readonly record struct Percentiles(double P50, double P99, double P999, double Longest)
{
    /// <param name="durations">In the stopwatch's ticks; at least one.</param>
    public static Percentiles Of(IEnumerable<long> durations)
    {
        long[] sorted = [.. durations.Order()];
        return new(At(0.5), At(0.99), At(0.999), At(1));

        double At(double part) => Stopwatch.GetElapsedTime(0, sorted[(int)Math.Ceiling(part * sorted.Length) - 1]).TotalMilliseconds;
    }
}
