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
    public static string Of(string json)
    {
        using var output = new CanonicalWriter();
        Write(json, output);
        return Encoding.UTF8.GetString(output.Written);
    }

    public static void Write(string json, CanonicalWriter output)
    {
        // Most fields of a saga are simple, and their values need no parsing.
        if (json is ['"', .. var text, '"'] && !json.Contains('\\', StringComparison.Ordinal))
        {
            output.Text(StorableText.Of(text));
            return;
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
        Write(document.RootElement, output);
    }

    static void Write(JsonElement value, CanonicalWriter output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                output.BeginArray();
                foreach (var element in value.EnumerateArray())
                    Write(element, output);
                output.EndArray();
                break;
            case JsonValueKind.String:
                output.Text(Text(value));
                break;
            case JsonValueKind.Number:
                WriteNumber(value.GetRawText(), output);
                break;
            default:
                output.Literal(Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
        }
    }

    static void WriteObject(JsonElement value, CanonicalWriter output)
    {
        var members = new SortedList<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
            members[StorableText.Of(member.Name)] = member.Value;

        output.BeginObject();
        foreach (var (name, member) in members)
        {
            output.Name(name);
            Write(member, output);
        }

        output.EndObject();
    }

    static void WriteNumber(string number, CanonicalWriter output)
    {
        if (number.Contains('e', StringComparison.OrdinalIgnoreCase))
            output.Text(number);
        else
            output.Literal(Encoding.UTF8.GetBytes(number.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? number.TrimStart('-') : number));
    }

    static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped.
            return "\uFFFD";
        }
    }
}
