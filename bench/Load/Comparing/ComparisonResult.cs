using Sagas.BenchKit;
using Sagas.Load.Systems;

namespace Sagas.Load.Comparing;

/// <summary>The rounds of a comparison, and what follows from them.</summary>
/// <param name="PerSecond">The set rate of the runs that were about how long orders take.</param>
/// <param name="Rounds">What each system did in each round, by its name.</param>
sealed record ComparisonResult(double PerSecond, IReadOnlyList<IReadOnlyDictionary<string, Trial>> Rounds)
{
    /// <summary>The figures of a system, a round each.</summary>
    public Spread Figure(Measure measure, string system) => Spread.Of(Rounds.Select(round => measure.Of(round[system])));

    /// <summary>What the target is about: the figures, or their ratios to the floor of the same round.</summary>
    public Spread Judged(Measure measure, string system) => measure.Against is { } floor
        ? Spread.Of(Rounds.Select(round => measure.Of(round[system]) / measure.Of(round[floor])))
        : Figure(measure, system);

    /// <summary>Every measure for every system of ours, where its floor took part.</summary>
    public IEnumerable<(Measure Measure, string System)> Judgements() =>
        from system in Rounds[0].Keys.Except(Floor.Forms)
        from measure in Measure.All
        where measure.Against is null || Rounds[0].ContainsKey(measure.Against)
        select (measure, system);

    public void Print()
    {
        Bench.Report("compare-rate", PerSecond, "orders/s");
        foreach (var system in Rounds[0].Keys)
        {
            foreach (var measure in Measure.All.DistinctBy(measure => measure.Name))
                Bench.Report($"compare-{system}-{measure.Name}", Figure(measure, system), measure.Unit);
        }

        foreach (var (measure, system) in Judgements().Where(judgement => judgement.Measure.Against is not null))
            Bench.Report($"compare-{system}-{measure.Name}-vs-{measure.Against}", Judged(measure, system), "ratio");
    }
}
