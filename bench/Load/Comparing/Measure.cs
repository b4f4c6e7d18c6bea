using Sagas.Load.Systems;

namespace Sagas.Load.Comparing;

/// <summary>One line of the comparison.</summary>
/// <param name="Name">As results call it.</param>
/// <param name="Unit">Of what is measured.</param>
/// <param name="Of">Takes the figure from a trial.</param>
/// <param name="Against">The floor that the figure is divided by; none where it stands for itself.</param>
/// <param name="Target">What it has to be.</param>
sealed record Measure(string Name, string Unit, Func<Trial, double> Of, string? Against, Target? Target)
{
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("sagas-per-second", "sagas/s", trial => trial.SagasPerSecond, Floor.Bare, Target: null),
        new("sagas-per-second", "sagas/s", trial => trial.SagasPerSecond, Floor.Equal, Target.AtLeast(0.8, 1.3)),
        new("sagas-per-second", "sagas/s", trial => trial.SagasPerSecond, Floor.EqualGrouped, Target.AtLeast(0.35, 0.7)),
        new("cold-sagas-per-second", "sagas/s", trial => trial.Cold, Floor.Equal, Target.AtLeast(0.5, 0.8)),
        new("cpu", "s per 1,000 sagas", trial => trial.Cost.CpuInAll, Floor.Equal, Target.AtMost(1.4, 0.75)),
        new("commits", "per saga", trial => trial.Cost.Commits, Against: null, Target.AtMost(2, 0.8)),
        new("cpu-at-rate", "s per 1,000 sagas", trial => trial.CostAtRate.CpuInAll, Floor.Equal, Target: null),
        new("commits-at-rate", "per saga", trial => trial.CostAtRate.Commits, Against: null, Target: null),
        new("end-p99", "ms", trial => trial.End.P99, Floor.Equal, Target.AtMost(3, 1.3)),
        new("answer-p99", "ms", trial => trial.Answer.P99, Floor.Insert, Target.AtMost(3, 1.5)),
        new("peak-memory", "MB", trial => trial.PeakMemory, Against: null, Target.AtMost(600, 300)),
    ];
}
