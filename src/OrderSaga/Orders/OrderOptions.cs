using System.ComponentModel.DataAnnotations;

namespace Sagas.OrderSaga.Orders;

/// <summary>The settings under <c>Orders</c>.</summary>
public sealed class OrderOptions
{
    public const string Section = "Orders";

    /// <summary>After how many events an order gets a new snapshot, so that loading it reads one row and fewer events than this.</summary>
    [Range(1, 10_000)]
    public int SnapshotEvery { get; init; } = 50;

    /// <summary>When to fold a sample of snapshots again and to anchor the streams, as a cron expression with seconds.</summary>
    [Required]
    public string AuditSchedule { get; init; } = "0 41 * * * ?";

    /// <summary>How old a transaction may get before health names its holder.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan OldTransaction { get; init; } = TimeSpan.FromSeconds(30);
}
