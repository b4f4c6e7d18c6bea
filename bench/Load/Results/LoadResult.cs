using Sagas.Load.Driving;
using Sagas.Load.Orders;
using Sagas.Load.Runs;

namespace Sagas.Load.Results;

/// <summary>All that is known of one run, as it is kept.</summary>
sealed record LoadResult
{
    /// <summary>The system that was loaded.</summary>
    public required string System { get; init; }

    /// <summary>What it was loaded with, such as <c>200 in flight</c>.</summary>
    public required string Load { get; init; }

    /// <summary>How the orders were to end.</summary>
    public required Mix Mix { get; init; }

    /// <summary>Whether the code had been compiled as it stays; else cold.</summary>
    public required bool Settled { get; init; }

    /// <summary>How many orders were placed before.</summary>
    public required int WarmUp { get; init; }

    /// <summary>How many orders were placed and ended.</summary>
    public required int Sagas { get; init; }

    /// <summary>How many of them were confirmed.</summary>
    public required int Confirmed { get; init; }

    /// <summary>Orders that ended, per second.</summary>
    public required double SagasPerSecond { get; init; }

    /// <summary>From a request's intended start to the order's end.</summary>
    public required Percentiles End { get; init; }

    /// <summary>From a request's intended start to its answer.</summary>
    public required Percentiles Answer { get; init; }

    /// <summary>Processor seconds per 1,000 sagas, by process.</summary>
    public required IReadOnlyDictionary<string, double> Cpu { get; init; }

    /// <summary>The load generator's own.</summary>
    public required double GeneratorCpu { get; init; }

    /// <summary>Transactions that wrote, per saga.</summary>
    public required double Commits { get; init; }

    /// <summary>Committed transactions per saga by database, those that only read included.</summary>
    public required IReadOnlyDictionary<string, double> Transactions { get; init; }

    /// <summary>Bytes of write-ahead log per saga.</summary>
    public required double LogBytes { get; init; }

    /// <summary>Messages published per saga.</summary>
    public required double Messages { get; init; }

    /// <summary>The most memory that each process ever had, in megabytes.</summary>
    public required IReadOnlyDictionary<string, double> PeakMemory { get; init; }

    /// <summary>The same of the system's own processes together, in megabytes; files that several of them have mapped count once.</summary>
    public required double PeakMemoryTogether { get; init; }

    public static LoadResult Of(Run run, string system, string load, Mix mix, bool settled, int warmUp, double messages, IReadOnlyDictionary<string, long> peakMemory, long peakMemoryTogether) => new()
    {
        System = system,
        Load = load,
        Mix = mix,
        Settled = settled,
        WarmUp = warmUp,
        Sagas = run.Journeys.Count,
        Confirmed = run.Journeys.Confirmed,
        SagasPerSecond = run.SagasPerSecond,
        End = run.Journeys.Ends(),
        Answer = run.Journeys.Answers(),
        Cpu = run.Cost.Cpu,
        GeneratorCpu = run.Cost.Generator,
        Commits = run.Cost.Commits,
        Transactions = run.Cost.Transactions,
        LogBytes = run.Cost.Log,
        Messages = messages,
        PeakMemory = peakMemory.ToDictionary(process => process.Key, process => process.Value / 1e6),
        PeakMemoryTogether = peakMemoryTogether / 1e6,
    };
}
