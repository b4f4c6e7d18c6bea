using System.ComponentModel.DataAnnotations;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>The patience with one step.</summary>
public sealed class StepPolicy
{
    /// <summary>How long the saga waits for a reply before it sends the command again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "30.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the command is sent in all.</summary>
    [Range(1, 100)]
    public int Attempts { get; set; } = 3;

    /// <summary>How long the saga waits after a participant reported that it failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What each attempt's waiting times are multiplied by.</summary>
    [Range(1.0, 10.0)]
    public double Growth { get; set; } = 1;

    /// <summary>Where growing ends. A deadline or a delay that begins longer stays as it is.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "30.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(10);

    public TimeSpan DeadlineOf(int attempt) => Grown(Deadline, attempt);

    public TimeSpan RetryDelayAfter(int attempt) => Grown(RetryDelay, attempt);

    TimeSpan Grown(TimeSpan first, int attempt)
    {
        var most = first > Longest ? first : Longest;
        var grown = first.TotalSeconds * Math.Pow(Growth, attempt - 1);
        return grown < most.TotalSeconds ? TimeSpan.FromSeconds(grown) : most;
    }
}
