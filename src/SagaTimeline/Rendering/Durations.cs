using System.Globalization;

namespace Sagas.SagaTimeline;

/// <summary>Durations for people: as many digits as they would say.</summary>
public static class Durations
{
    /// <summary>A duration: <c>340ms</c>, <c>2.5s</c>, <c>3m 20s</c>.</summary>
    /// <param name="duration">The duration; its sign is dropped.</param>
    public static string Human(TimeSpan duration) => duration.Duration() switch
    {
        { TotalMilliseconds: < 999.5 } d => Format($"{d.TotalMilliseconds:0}ms"),
        { TotalSeconds: < 9.95 } d => Format($"{d.TotalSeconds:0.#}s"),
        var d => Whole(TimeSpan.FromSeconds(Math.Round(d.TotalSeconds))),
    };

    static string Whole(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 60 } d => Format($"{d.Seconds}s"),
        { TotalHours: < 1 } d => d.Seconds == 0 ? Format($"{d.Minutes}m") : Format($"{d.Minutes}m {d.Seconds}s"),
        { TotalDays: < 1 } d => d.Minutes == 0 ? Format($"{d.Hours}h") : Format($"{d.Hours}h {d.Minutes}m"),
        var d => d.Hours == 0 ? Format($"{d.Days}d") : Format($"{d.Days}d {d.Hours}h"),
    };

    /// <summary>How long after the beginning: <c>+1.204s</c>. Never negative: the beginning is the earliest.</summary>
    /// <param name="offset">The time since the beginning.</param>
    public static string Offset(TimeSpan offset) => offset switch
    {
        { TotalSeconds: < 60 } => Format($"+{offset.TotalSeconds:0.000}s"),
        { TotalHours: < 1 } => Format($"+{offset.Minutes}m{offset.Seconds:00}s"),
        { TotalDays: < 1 } => Format($"+{offset.Hours}h{offset.Minutes:00}m"),
        _ => Format($"+{offset.Days}d{offset.Hours:00}h"),
    };

    static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
