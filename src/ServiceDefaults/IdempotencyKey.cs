using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sagas.ServiceDefaults;

/// <summary>The header with which a request that is sent again takes effect once.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    const int Longest = 200;

    /// <returns>What is wrong with the key that was sent; <c>null</c> when nothing is, or when none was sent.</returns>
    public static string? Fault(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out var keys))
            return null;
        if (keys.Count > 1)
            return "is sent more than once. Send one.";
        var key = keys.ToString();
        if (string.IsNullOrWhiteSpace(key))
            return "is blank. Give a text, or leave the header out.";
        if (key.Length > Longest)
            return $"has {key.Length} characters. Give at most {Longest}.";
        return key.All(character => character is >= ' ' and <= '~') ? null : "has characters that are no printable ASCII. Use letters, digits and dashes, as in a UUID.";
    }

    /// <summary>Kestrel refuses a header that is no UTF-8 before an endpoint could name it, unless it is told how to read it.</summary>
    internal static Encoding? EncodingOf(string header) => header.Equals(Header, StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : null;
}
