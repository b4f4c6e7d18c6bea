using System.Globalization;
using System.Text;

namespace Sagas.SagaTimeline.Rendering;

/// <summary>One step in words.</summary>
/// <param name="Offset">How long after the first step.</param>
/// <param name="Who">Who sent what.</param>
/// <param name="State">The state, or its change.</param>
/// <param name="What">What came of it.</param>
/// <param name="Details">What else has to be said, a line each.</param>
sealed record StepLine(string Offset, string Who, string State, string What, IReadOnlyList<string> Details);

/// <summary>
/// Text that stays on its line and reads as it is: messages of exceptions have line breaks, and what strangers wrote may hold a terminal's control characters, or
/// invisible ones that turn the direction of what follows.
/// </summary>
static class Line
{
    const int ZeroWidthNonJoiner = 0x200C, ZeroWidthJoiner = 0x200D;

    public static string Of(string text) => string.Concat(text.EnumerateRunes().Select(Shown)).TrimEnd();

    /// <summary>Joiners are a part of how words are spelt, and of emoji.</summary>
    static string Shown(Rune character) => Rune.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => " ",
        UnicodeCategory.Format when character.Value is not (ZeroWidthNonJoiner or ZeroWidthJoiner) =>
            string.Create(CultureInfo.InvariantCulture, $"\\u{character.Value:x4}"),
        _ => character.ToString(),
    };
}
