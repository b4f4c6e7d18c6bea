using System.ComponentModel.DataAnnotations;

namespace Sagas.ServiceDefaults.Maintenance;

/// <summary>The settings under <c>Maintenance</c>.</summary>
public sealed class MaintenanceOptions
{
    public const string Section = "Maintenance";

    /// <summary>When to prune, as a cron expression with seconds. Every hour, unless somebody says otherwise.</summary>
    [Required]
    public string Schedule { get; init; } = "0 17 * * * ?";

    /// <summary>How long the inbox recognises a repeat.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan InboxWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long dead letters are kept after they were redriven or dismissed.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan DeadLetterWindow { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long the record of maintenance is kept.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan RunWindow { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many rows one transaction deletes.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 5_000;

    /// <summary>The pause between two transactions, which leaves the database to the traffic.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);
}
