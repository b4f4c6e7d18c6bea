namespace Sagas.BenchKit;

/// <summary>A figure of several rounds: its median, and how far the rounds lie apart.</summary>
public readonly record struct Spread(double Median, double Least, double Most)
{
    /// <summary>The spread of at least one figure.</summary>
    public static Spread Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return new Spread((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }
}
