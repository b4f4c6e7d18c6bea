using System.Text.Json.Serialization.Metadata;
using Sagas.SagaTimeline.Hashing;
using Sagas.SagaTimeline.Masking;

namespace Sagas.SagaTimeline.Recording;

/// <summary>A field's value at one moment.</summary>
/// <param name="Compared">Equal when the field did not change: the value itself, or its whole JSON when it could be changed in place.</param>
/// <param name="Shown">Masked JSON, where it had to be made at once; <c>null</c> when it can be made of the value.</param>
readonly record struct FieldValue(object? Compared, string? Shown);

/// <summary>One property of a saga.</summary>
sealed class SagaField(JsonPropertyInfo property, Masks masks)
{
    const int LongestShown = 8_000;

    readonly Func<object, object?> _get = property.Get!;
    readonly Type _type = property.PropertyType;
    readonly object? _unset = property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null;
    readonly bool _isMasked = masks.Covers(property);
    readonly bool _isValue = IsValue(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);

    public string Name { get; } = StorableText.Of(property.Name);

    public FieldValue Capture(object saga)
    {
        var value = _get(saga);
        if (_isValue || value is null)
            return new FieldValue(value, null);
        if (_isMasked)
            return new FieldValue(masks.Reveal(value, _type), null);
        // What has no mask in it need not be serialized again without masks.
        var shown = masks.Show(value, _type);
        return new FieldValue(shown.Contains(Masks.Text, StringComparison.Ordinal) ? masks.Reveal(value, _type) : shown, shown);
    }

    /// <summary>Whether a field of a new saga holds nothing yet.</summary>
    public bool IsUnset(FieldValue value) => Equals(value.Compared, _unset);

    public void Write(CanonicalWriter writer, FieldValue value)
    {
        if (value.Compared is null)
            writer.Text(null);
        else if (_isMasked)
            writer.Text(Masks.Text);
        else if (_isValue && WritesItself(writer, value.Compared))
            return;
        else if ((value.Shown ?? masks.Show(value.Compared, _type)) is { Length: <= LongestShown } shown)
            CanonicalDetails.Write(shown, writer);
        else
            writer.Text("(too long to be kept here)");
    }

    /// <summary>What most fields hold is written as the serializer would spell it, without it.</summary>
    static bool WritesItself(CanonicalWriter writer, object value)
    {
        switch (value)
        {
            // Whatever has to be escaped in it, it is not too long.
            case string { Length: < LongestShown / 6 } text:
                writer.Text(text);
                return true;
            case DateTimeOffset moment:
                writer.Moment(moment);
                return true;
            case Guid id:
                writer.Quoted(id);
                return true;
            case int number:
                writer.Number(number);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Types whose values can't change in place.</summary>
    static bool IsValue(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(Guid) || type == typeof(DateTime)
        || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(DateOnly) || type == typeof(TimeOnly);
}
