using Sagas.BenchKit;
using Sagas.Load.Driving;

namespace Sagas.Load.Results;

/// <summary>Prints a result, a figure a line.</summary>
static class LoadReport
{
    public static void Print(LoadResult result)
    {
        Figure("sagas-per-second", result.SagasPerSecond, "sagas/s");
        Figure("confirmed", (double)result.Confirmed / result.Sagas, "of all");
        Figures("end", result.End);
        Figures("answer", result.Answer);
        Figures("cpu", result.Cpu, "s per 1,000 sagas");
        Figure("cpu", result.Cpu.Values.Sum(), "s per 1,000 sagas");
        Figure("cpu-generator", result.GeneratorCpu, "s per 1,000 sagas");
        Figure("commits", result.Commits, "per saga");
        Figures("transactions", result.Transactions, "per saga");
        Figure("wal", result.LogBytes, "bytes per saga");
        Figure("messages", result.Messages, "per saga");
        Figures("peak-memory", result.PeakMemory, "MB");
        Figure("peak-memory", result.PeakMemoryTogether, "MB");
    }

    static void Figures(string name, Percentiles percentiles)
    {
        Figure($"{name}-p50", percentiles.P50, "ms");
        Figure($"{name}-p99", percentiles.P99, "ms");
        Figure($"{name}-p999", percentiles.P999, "ms");
    }

    static void Figures(string name, IReadOnlyDictionary<string, double> parts, string unit)
    {
        foreach (var (part, value) in parts)
            Figure($"{name}-{part}", value, unit);
    }

    static void Figure(string name, double value, string unit) => Bench.Report($"load-{name}", value, unit);
}
