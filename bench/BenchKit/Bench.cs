using System.Globalization;

namespace Sagas.BenchKit;

/// <summary>What a benchmark prints: its results to standard output, one <c>BENCH name value unit</c> a line, and its progress to standard error.</summary>
public static class Bench
{
    /// <summary>A figure of several rounds: its median, and its least and most as lines of their own.</summary>
    public static void Report(string name, Spread figure, string unit)
    {
        Report(name, figure.Median, unit);
        Report($"{name}-least", figure.Least, unit);
        Report($"{name}-most", figure.Most, unit);
    }

    /// <summary>A figure that was taken once.</summary>
    public static void Report(string name, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"BENCH {name} {value:0.000} {unit}"));

    /// <summary>What is going on now.</summary>
    public static void Progress(FormattableString text) => Console.Error.WriteLine(FormattableString.Invariant(text));
}
