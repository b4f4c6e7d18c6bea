using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.SagaTimeline.Masking;

static class MaskConverter
{
    public static JsonConverter For(Type type) => (JsonConverter)Activator.CreateInstance(typeof(MaskConverter<>).MakeGenericType(type))!;
}

/// <summary>Writes a mask for every value but null: that a value is there may be known.</summary>
sealed class MaskConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("What was masked can't be read.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Masks.Text);
}
