using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sagas.SagaTimeline.Hashing;

/// <summary>
/// One spelling for the details of a step, so that a digest can be derived again from what jsonb gives back: members sorted, no white space, only what must be
/// escaped is escaped. What jsonb could not hold, or would spell anew, is made to fit: text as <see cref="StorableText" /> says, a number in exponent
/// notation becomes a string.
/// </summary>
static class CanonicalDetails
{
    static readonly SearchValues<char> MustBeEscaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    public static string Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var output = new StringBuilder(json.Length);
        Write(document.RootElement, output);
        return output.ToString();
    }

    public static string Of(string json) => Of(Encoding.UTF8.GetBytes(json));

    public static void WriteString(string text, StringBuilder output)
    {
        var rest = text.AsSpan();
        output.Append('"');
        while (rest.IndexOfAny(MustBeEscaped) is var next and >= 0)
        {
            output.Append(rest[..next]);
            if (rest[next] is '"' or '\\')
                output.Append('\\').Append(rest[next]);
            else
                output.Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[next]:x4}");
            rest = rest[(next + 1)..];
        }

        output.Append(rest).Append('"');
    }

    static void Write(JsonElement value, StringBuilder output)
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
                WriteString(Text(value), output);
                break;
            case JsonValueKind.Number:
                WriteNumber(value.GetRawText(), output);
                break;
            default:
                output.Append(value.GetRawText());
                break;
        }
    }

    static void WriteObject(JsonElement value, StringBuilder output)
    {
        var members = new SortedList<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
            members[StorableText.Of(member.Name)] = member.Value;

        output.Append('{');
        foreach (var (name, member) in members)
        {
            if (output[^1] != '{')
                output.Append(',');
            WriteString(name, output);
            output.Append(':');
            Write(member, output);
        }

        output.Append('}');
    }

    static void WriteArray(JsonElement value, StringBuilder output)
    {
        output.Append('[');
        foreach (var element in value.EnumerateArray())
        {
            if (output[^1] != '[')
                output.Append(',');
            Write(element, output);
        }

        output.Append(']');
    }

    static void WriteNumber(string number, StringBuilder output)
    {
        if (number.Contains('e', StringComparison.OrdinalIgnoreCase))
            WriteString(number, output);
        else if (number.AsSpan().IndexOfAnyInRange('1', '9') < 0)
            output.Append(number.TrimStart('-'));
        else
            output.Append(number);
    }

    static string Text(JsonElement value)
    {
        try
        {
            return StorableText.Of(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped.
            return "\uFFFD";
        }
    }
}
