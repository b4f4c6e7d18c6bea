using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Sagas.SagaTimeline.Hashing;

/// <summary>
/// Text that PostgreSQL can hold: U+0000 and halves of surrogate pairs, which it refuses, become U+FFFD. Such a character in a message must not make
/// recording, and with it the handling, fail.
/// </summary>
static class StorableText
{
    const int Limit = 4_000;

    static readonly SearchValues<char> Suspects = SearchValues.Create(['\0', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || text.AsSpan().IndexOfAny(Suspects) < 0 ? text : Replaced(text);

    /// <summary>The same, cut where nobody would read on.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text) => Of(text?.Length > Limit ? $"{text[..Limit]}..." : text);

    static string Replaced(string text)
    {
        var characters = text.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (i + 1 < characters.Length && char.IsSurrogatePair(characters[i], characters[i + 1]))
                i++;
            else if (characters[i] == '\0' || char.IsSurrogate(characters[i]))
                characters[i] = '\uFFFD';
        }

        return new string(characters);
    }
}
