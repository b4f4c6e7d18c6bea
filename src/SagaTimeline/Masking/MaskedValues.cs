using System.Text.Json;

namespace Sagas.SagaTimeline.Masking;

/// <summary>The masked values of some objects, to mask them in texts too: an exception may well quote the token that was refused.</summary>
sealed class MaskedValues
{
    /// <summary>A shorter value could be part of any word.</summary>
    const int ShortestSecret = 4;

    readonly HashSet<string> _secrets = [];

    public static string MaskIn(string text, Masks masks, params ReadOnlySpan<object?> objects)
    {
        var values = new MaskedValues();
        foreach (var value in objects)
        {
            if (value is not null)
                values.Collect(value, masks);
        }

        return values._secrets.OrderByDescending(secret => secret.Length)
            .Aggregate(text, (masked, secret) => masked.Replace(secret, Masks.Text, StringComparison.Ordinal));
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
