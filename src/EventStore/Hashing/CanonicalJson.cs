using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Sagas.EventStore;

/// <summary>
/// One spelling for every JSON value: two texts have the same canonical bytes exactly when PostgreSQL's jsonb holds them equal, so
/// that a digest can be derived again from what the database gives back. Members are sorted by UTF-16 code unit and the last of two
/// with one name counts, there is no white space, only what must be escaped is escaped, and a number is its digits without
/// trailing zeros and a power of ten: <c>1.50</c> is <c>15e-1</c>, <c>100</c> is <c>1e2</c>.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical UTF-8 bytes of a JSON text.</summary>
    /// <exception cref="JsonException">The text is not JSON, or holds a string or number that jsonb cannot.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            throw new JsonException("The text is not UTF-8.");

        using var document = JsonDocument.Parse(json);
        var output = new ArrayBufferWriter<byte>(json.Length + 16);
        try
        {
            Write(document.RootElement, output);
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException("A string holds half of a surrogate pair, which jsonb cannot store.", half);
        }

        return output.WrittenMemory;
    }

    static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output);
                break;
            case JsonValueKind.String:
                WriteString(value, output);
                break;
            case JsonValueKind.Number:
                CanonicalNumber.Write(JsonMarshal.GetRawUtf8Value(value), output);
                break;
            default:
                output.Write(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    static void WriteObject(JsonElement value, ArrayBufferWriter<byte> output)
    {
        var members = new SortedList<string, JsonElement>(value.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
            members[member.Name] = member.Value;

        var separator = "{"u8;
        foreach (var (name, member) in members)
        {
            output.Write(separator);
            WriteText(name, output);
            output.Write(":"u8);
            Write(member, output);
            separator = ","u8;
        }

        output.Write(members.Count == 0 ? "{}"u8 : "}"u8);
    }

    static void WriteArray(JsonElement value, ArrayBufferWriter<byte> output)
    {
        var separator = "["u8;
        foreach (var element in value.EnumerateArray())
        {
            output.Write(separator);
            Write(element, output);
            separator = ","u8;
        }

        output.Write(value.GetArrayLength() == 0 ? "[]"u8 : "]"u8);
    }

    // Without a backslash in it, a JSON string has only one spelling.
    static void WriteString(JsonElement value, ArrayBufferWriter<byte> output)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Contains((byte)'\\'))
            WriteText(value.GetString(), output);
        else
            output.Write(raw);
    }

    static void WriteText(ReadOnlySpan<char> text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (text.IndexOfAny(MustBeEscaped) is var next and >= 0)
        {
            Encoding.UTF8.GetBytes(text[..next], output);
            if (text[next] == '\0')
                throw new JsonException("A string holds the character U+0000, which jsonb cannot store.");
            Encoding.UTF8.GetBytes(text[next] is '"' or '\\' ? $"\\{text[next]}" : $"\\u{(int)text[next]:x4}", output);
            text = text[(next + 1)..];
        }

        Encoding.UTF8.GetBytes(text, output);
        output.Write("\""u8);
    }

    static readonly SearchValues<char> MustBeEscaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);
}
