using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sagas.SagaTimeline.Masking;

/// <summary>The masked values of some objects, to mask them in texts too: an exception may well quote the token that was refused.</summary>
sealed class MaskedValues
{
    /// <summary>A shorter value could be part of any word.</summary>
    const int ShortestSecret = 4;

    const int Unmistakable = 12;

    const int IdLength = 36;

    const string Id = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

    readonly HashSet<string> _secrets = [];

    public static string MaskIn(string text, Masks masks, params ReadOnlySpan<object?> objects) => In(masks, objects).Mask(text);

    /// <summary>Masks them in every text of a JSON value, but not in names.</summary>
    public static string MaskInJson(string json, Masks masks, params ReadOnlySpan<object?> objects)
    {
        var values = In(masks, objects);
        using var document = JsonDocument.Parse(json);
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
            values.Write(document.RootElement, writer);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
    }

    static MaskedValues In(Masks masks, ReadOnlySpan<object?> objects)
    {
        var values = new MaskedValues();
        foreach (var value in objects)
        {
            if (value is not null)
                values.Collect(value, masks);
        }

        return values;
    }

    string Mask(string text) =>
        _secrets.Count == 0 ? text : Regex.Replace(text, Pattern(), found => _secrets.Contains(found.Value) ? Masks.Text : found.Value, RegexOptions.CultureInvariant);

    /// <summary>Finds the secrets, the longest first, and among them ids, which are stepped over: a part of an id that looks like a postcode is none.</summary>
    string Pattern() => string.Join('|', _secrets.Select(secret => (secret.Length, Pattern: PatternOf(secret))).Append((Length: IdLength, Pattern: Id))
        .OrderByDescending(alternative => alternative.Length).Select(alternative => alternative.Pattern));

    /// <summary>A short secret counts where it is a word of its own. A long one is no accident wherever it occurs.</summary>
    static string PatternOf(string secret)
    {
        var pattern = Regex.Escape(secret);
        if (secret.Length >= Unmistakable)
            return pattern;
        var (before, after) = (char.IsLetterOrDigit(secret[0]) ? @"(?<![\p{L}\p{Nd}])" : "", char.IsLetterOrDigit(secret[^1]) ? @"(?![\p{L}\p{Nd}])" : "");
        return before + pattern + after;
    }

    void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                    Write(element, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Mask(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    void Collect(object value, Masks masks)
    {
        using var plain = JsonDocument.Parse(masks.Reveal(value, value.GetType()));
        using var masked = JsonDocument.Parse(masks.Show(value, value.GetType()));
        Compare(plain.RootElement, masked.RootElement);
    }

    void Compare(JsonElement plain, JsonElement masked)
    {
        if (masked.ValueKind == JsonValueKind.String && plain.ValueKind != JsonValueKind.Null && masked.ValueEquals(Masks.Text))
        {
            AddLeaves(plain);
        }
        else if (plain.ValueKind == JsonValueKind.Object && masked.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in plain.EnumerateObject())
            {
                if (masked.TryGetProperty(member.Name, out var same))
                    Compare(member.Value, same);
            }
        }
        else if (plain.ValueKind == JsonValueKind.Array && masked.ValueKind == JsonValueKind.Array)
        {
            foreach (var (element, same) in plain.EnumerateArray().Zip(masked.EnumerateArray()))
                Compare(element, same);
        }
    }

    void AddLeaves(JsonElement secret)
    {
        switch (secret.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in secret.EnumerateObject())
                    AddLeaves(member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var element in secret.EnumerateArray())
                    AddLeaves(element);
                break;
            case JsonValueKind.String or JsonValueKind.Number when secret.ToString() is { Length: >= ShortestSecret } text:
                _secrets.Add(text);
                break;
        }
    }
}
