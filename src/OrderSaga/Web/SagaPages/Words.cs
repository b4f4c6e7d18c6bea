using System.Globalization;
using System.Text;
using System.Text.Json;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>Names and values as people read them.</summary>
public static class Words
{
    /// <summary><c>ReserveStock</c> as "Reserve stock".</summary>
    public static string Of(string name)
    {
        var words = new StringBuilder();
        foreach (var character in name)
        {
            if (words.Length > 0 && char.IsUpper(character))
                words.Append(' ').Append(char.ToLowerInvariant(character));
            else
                words.Append(character);
        }

        return words.ToString();
    }

    /// <summary><c>reserve-stock</c> as "Reserve stock".</summary>
    public static string OfStep(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
    }

    /// <summary>How many steps there are, in how long, and how many of them came to nothing.</summary>
    public static string Extent(IReadOnlyList<TimelineStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var failed = steps.Count(step => step.Kind == StepKind.Failed);
        var passed = steps.Count(step => step.Kind is StepKind.Ignored or StepKind.Duplicate or StepKind.TimerLate);
        string[] parts =
        [
            $"{steps.Count} in {Durations.Human(steps.Max(step => step.HandledAt) - steps.Min(step => step.HandledAt))}",
            .. failed > 0 ? [$"{failed} failed"] : Array.Empty<string>(),
            .. passed > 0 ? [$"{passed} ignored"] : Array.Empty<string>(),
        ];
        return string.Join(", ", parts);
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + " UTC";

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>What stands for a value that there is not.</summary>
    public const string Nothing = "nothing";

    public static string Value(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => Nothing,
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => other.GetRawText(),
    };

    public static string Tail(Guid id) => id.ToString("D", CultureInfo.InvariantCulture)[^12..];
}
