using System.Globalization;
using System.Text;
using Sagas.BenchKit;

namespace Sagas.Load.Soaking;

/// <summary>A figure of a soak: its median in the second third, and in the last. The first is left out, because caches and pools still fill in it.</summary>
/// <param name="Name">Of the figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Second">In the second third.</param>
/// <param name="Last">In the last.</param>
sealed record Thirds(string Name, string Unit, double Second, double Last)
{
    static readonly (string Name, string Unit, Func<Sample, double> Of)[] Figures =
    [
        ("memory", "MB", sample => sample.Memory),
        ("rabbitmq-memory", "MB", sample => sample.BrokerMemory),
        ("in-flight", "orders", sample => sample.InFlight),
        ("lag", "events", sample => sample.Lag),
        ("outbox", "rows", sample => sample.Outbox),
        ("outbox-size", "MB", sample => sample.OutboxSize),
        ("stored-per-saga", "KB", sample => sample.StoredPerSaga),
    ];

    /// <param name="samples">Three or more.</param>
    public static IReadOnlyList<Thirds> Of(IReadOnlyList<Sample> samples)
    {
        var third = samples.Count / 3;
        return [.. Figures.Select(figure => new Thirds(
            figure.Name, figure.Unit, Median(samples.Skip(third).Take(third), figure.Of), Median(samples.TakeLast(third), figure.Of)))];

        static double Median(IEnumerable<Sample> part, Func<Sample, double> of) => Spread.Of(part.Select(of)).Median;
    }

    public void Print()
    {
        Bench.Report($"soak-{Name}", Last, Unit);
        Bench.Report($"soak-{Name}-growth", Last - Second, Unit);
    }

    public static string ToTable(IEnumerable<Thirds> figures)
    {
        var table = new StringBuilder("| median | second third | last third |\n|---|---|---|\n");
        foreach (var (name, unit, second, last) in figures)
            table.Append(CultureInfo.InvariantCulture, $"| {name}, {unit} | {second:0.0} | {last:0.0} |\n");
        return table.ToString();
    }
}
