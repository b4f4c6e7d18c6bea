using System.Runtime.CompilerServices;

namespace Sagas.EventStore;

/// <summary>What a column of type text can hold.</summary>
static class StoredText
{
    internal static void ThrowIfNotStorable(string text, [CallerArgumentExpression(nameof(text))] string? name = null)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("U+0000 can't be stored. Leave it out.", name);
    }
}
