using System.ComponentModel.DataAnnotations;

namespace Sagas.OrderSaga.Troubles;

/// <summary>When something counts as trouble.</summary>
public sealed class TroubleOptions
{
    public const string Section = "Troubles";

    /// <summary>How long after its deadline a saga is overdue. A process that died may hold a timer for ten seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long something is lost that the reconciler should have mended: longer than its interval.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How old the last look may be that the list, health and the gauges go by.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(3);
}
