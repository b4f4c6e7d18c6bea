using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.Contracts;

/// <summary>
/// Names one effect that a saga asks of a participant. Commands that carry the same key ask for the same effect, so a
/// participant performs it once and answers every repeat with its first reply.
/// </summary>
/// <param name="SagaId">The correlation id of the saga that asks.</param>
/// <param name="Step">The step, in kebab case: <c>capture-payment</c>. The undo of a step carries the step's own name.</param>
/// <param name="Intent">Whether the step is to be done or undone.</param>
/// <param name="Round">
/// Counts from 1. A command sent again because its reply did not come keeps the round; an operator's retry starts a new one.
/// </param>
[JsonConverter(typeof(EffectKeyJsonConverter))]
public sealed record EffectKey(Guid SagaId, string Step, EffectIntent Intent, int Round)
{
    /// <summary>The wire form, such as <c>018f…/capture-payment/do/1</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{SagaId:D}/{Step}/{(Intent == EffectIntent.Do ? "do" : "undo")}/{Round}");

    /// <summary>Reads the wire form.</summary>
    /// <exception cref="FormatException">The text is not <c>saga-id/step/do|undo/round</c>.</exception>
    public static EffectKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        if (parts is [var saga, { Length: > 0 } step, "do" or "undo", var round]
            && Guid.TryParseExact(saga, "D", out var sagaId)
            && int.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0)
        {
            return new EffectKey(sagaId, step, parts[2] == "do" ? EffectIntent.Do : EffectIntent.Undo, number);
        }

        throw new FormatException($"'{text}' is not an effect key. Expected <saga id>/<step>/<do or undo>/<round from 1>.");
    }
}

/// <summary>Which way an effect goes.</summary>
public enum EffectIntent
{
    /// <summary>The step is performed.</summary>
    Do,

    /// <summary>The step is compensated.</summary>
    Undo,
}

/// <summary>Writes an <see cref="EffectKey" /> as its text.</summary>
public sealed class EffectKeyJsonConverter : JsonConverter<EffectKey>
{
    /// <inheritdoc />
    public override EffectKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return EffectKey.Parse(reader.GetString() ?? "");
        }
        catch (FormatException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, EffectKey value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.ToString());
    }
}
