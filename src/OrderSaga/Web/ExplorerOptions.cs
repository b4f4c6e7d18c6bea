using System.ComponentModel.DataAnnotations;

namespace Sagas.OrderSaga.Web;

/// <summary>How the explorer looks.</summary>
public sealed class ExplorerOptions
{
    public const string Section = "Explorer";

    /// <summary>How often this process looks for new steps of the timelines that somebody watches, however many do.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a live timeline may be silent: proxies close connections that are.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a live timeline goes on after its saga has ended: late messages come in that time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the messages themselves are recorded with their steps, masked as the saga is. It costs their size in the database.</summary>
    public bool RecordMessages { get; set; }
}
