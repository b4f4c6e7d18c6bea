using System.ComponentModel.DataAnnotations;

namespace Sagas.Projections;

/// <summary>How projections run.</summary>
public sealed class ProjectionOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Projections";

    /// <summary>Whether this process projects. One that does not still wakes those that do.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The most events that are applied in one transaction.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 500;

    /// <summary>From the beginning of one batch to the next at least, while events come in: under load batches grow instead of following each other.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Pace { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How often a projection looks for events although nobody has woken it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After that long the partitions of a process that died are taken over. They are renewed three times as often.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What is done about an event that cannot be applied.</summary>
    public PoisonPolicy Poison { get; set; } = PoisonPolicy.SetAside;

    /// <summary>How often such an event is tried before a person has to decide.</summary>
    [Range(1, 100)]
    public int Attempts { get; set; } = 5;

    /// <summary>From its first attempt to the second. Each further one waits four times as long, a day at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>With so many streams set aside it is not the events that are wrong: the projection stops instead of setting more aside.</summary>
    [Range(1, 100_000)]
    public int MostSetAside { get; set; } = 100;

    internal TimeSpan DelayAfter(int attempts) => FirstDelay * Math.Pow(4, Math.Min(attempts, 9) - 1) is var delay && delay < LongestDelay ? delay : LongestDelay;

    static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);
}
