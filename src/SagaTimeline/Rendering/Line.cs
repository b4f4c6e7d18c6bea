using System.Globalization;
using System.Text;

namespace Sagas.SagaTimeline.Rendering;

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
