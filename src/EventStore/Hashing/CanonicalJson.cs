using System.Buffers;
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
        var output = ScratchBuffer.Empty();
        Write(json.Span, output);
        return output.Written.ToArray();
    }

    internal static void Write(ReadOnlySpan<byte> json, ScratchBuffer output)
    {
        if (!Utf8.IsValid(json))
            throw new JsonException("The text is not UTF-8.");

        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            WriteValue(ref reader, output);
            // What comes behind the value is an error of the reader's.
            reader.Read();
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException("A string holds half of a surrogate pair, which jsonb cannot store.", half);
        }
    }

    static void WriteValue(ref Utf8JsonReader reader, ScratchBuffer output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, output);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader, output);
                break;
            case JsonTokenType.String:
                WriteString(ref reader, output);
                break;
            case JsonTokenType.Number:
                CanonicalNumber.Write(reader.ValueSpan, output);
                break;
            default:
                output.Write(reader.ValueSpan);
                break;
        }
    }

    // Members are written as they come. Only where that is not their order are they put into it afterwards.
    static void WriteObject(ref Utf8JsonReader reader, ScratchBuffer output)
    {
        using var members = new CanonicalMembers(output);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            members.Begin();
            var escaped = WriteString(ref reader, output);
            members.Name(escaped);
            output.Write(":"u8);
            reader.Read();
            WriteValue(ref reader, output);
            members.End();
        }

        members.Arrange();
    }

    static void WriteArray(ref Utf8JsonReader reader, ScratchBuffer output)
    {
        var separator = "["u8;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            output.Write(separator);
            WriteValue(ref reader, output);
            separator = ","u8;
        }

        output.Write(separator[0] == '[' ? "[]"u8 : "]"u8);
    }

    // Without a backslash in it, a JSON string has only one spelling. With one, it is returned.
    static string? WriteString(ref Utf8JsonReader reader, ScratchBuffer output)
    {
        if (reader.ValueIsEscaped)
        {
            var text = reader.GetString();
            WriteText(text, output);
            return text;
        }

        output.Write("\""u8);
        output.Write(reader.ValueSpan);
        output.Write("\""u8);
        return null;
    }

    static void WriteText(ReadOnlySpan<char> text, ScratchBuffer output)
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
