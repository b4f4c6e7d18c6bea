using System.Globalization;
using System.Text;
using Sagas.BenchKit;
using Sagas.Load.Runs;

namespace Sagas.Load.Growing;

/// <summary>What was measured with more and more orders stored.</summary>
sealed class Growth
{
    readonly SortedDictionary<int, List<GrowthFigures>> _rounds = [];

    /// <summary>By the number of orders stored, a round each.</summary>
    public IReadOnlyDictionary<int, List<GrowthFigures>> Figures => _rounds;

    public void Add(int stored, Run run)
    {
        if (!_rounds.TryGetValue(stored, out var rounds))
            _rounds[stored] = rounds = [];
        rounds.Add(new GrowthFigures(run.SagasPerSecond, run.Cost.CpuInAll, run.Journeys.Ends().P99, run.Cost.Log));
    }

    public void Print()
    {
        foreach (var (stored, rounds) in _rounds)
        {
            Bench.Report($"growth-{stored}-sagas-per-second", Spread.Of(rounds.Select(round => round.SagasPerSecond)), "sagas/s");
            Bench.Report($"growth-{stored}-cpu", Spread.Of(rounds.Select(round => round.Cpu)), "s per 1,000 sagas");
            Bench.Report($"growth-{stored}-end-p99", Spread.Of(rounds.Select(round => round.EndP99)), "ms");
        }

        foreach (var stored in _rounds.Keys.Where(stored => stored > 0))
        {
            Bench.Report($"growth-{stored}-sagas-per-second-vs-empty", AgainstEmpty(stored, round => round.SagasPerSecond), "ratio");
            Bench.Report($"growth-{stored}-cpu-vs-empty", AgainstEmpty(stored, round => round.Cpu), "ratio");
            Bench.Report($"growth-{stored}-end-p99-vs-empty", AgainstEmpty(stored, round => round.EndP99), "ratio");
        }
    }

    public string ToTable()
    {
        var table = new StringBuilder("| stored | sagas/s | against empty | CPU s per 1,000 | end p99, ms |\n|---|---|---|---|---|\n");
        foreach (var (stored, rounds) in _rounds)
        {
            var ratio = AgainstEmpty(stored, round => round.SagasPerSecond);
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {stored:N0} | {Spread.Of(rounds.Select(round => round.SagasPerSecond)).Median:0} | {ratio.Median:0.00} ({ratio.Least:0.00} to {ratio.Most:0.00}) | {Spread.Of(rounds.Select(round => round.Cpu)).Median:0.00} | {Spread.Of(rounds.Select(round => round.EndP99)).Median:0} |\n");
        }

        return table.ToString();
    }

    Spread AgainstEmpty(int stored, Func<GrowthFigures, double> figure) => Spread.Of(_rounds[stored].Zip(_rounds[0], (full, empty) => figure(full) / figure(empty)));
}
