namespace Sagas.ReadSide.Benchmark;

static class Percentiles
{
    /// <summary>The figure that so many of a hundred do not exceed.</summary>
    public static double Percentile(this IEnumerable<double> figures, double percent)
    {
        double[] sorted = [.. figures.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * percent / 100) - 1, 0, sorted.Length - 1)];
    }
}
