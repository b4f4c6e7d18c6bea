using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sagas.EffectLedger;

/// <summary>
/// A hash of what a command asks for. Its members are taken in the order of their names, without those that are null, and amounts without trailing zeros, so that a
/// repeat has the same hash whichever version of the contract sends it, and wherever its sender has kept the amount.
/// </summary>
static class CommandHash
{
    static readonly JsonSerializerOptions Canonical = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { SortMembers } },
    };

    /// <param name="command">The message; ids and headers of its envelope are no part of it.</param>
    public static byte[] Of<TCommand>(TCommand command)
        where TCommand : class =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command, Canonical));

    static void SortMembers(JsonTypeInfo type)
    {
        var order = 0;
        foreach (var member in type.Properties.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            member.Order = order++;
            if (member.PropertyType == typeof(decimal))
                member.CustomConverter = PlainDecimal.Instance;
        }
    }

    sealed class PlainDecimal : JsonConverter<decimal>
    {
        public static readonly PlainDecimal Instance = new();

        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString("0.############################", CultureInfo.InvariantCulture));
    }
}
