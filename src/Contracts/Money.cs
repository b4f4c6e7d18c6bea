using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.Contracts;

/// <summary>An amount in one currency. In JSON the amount is a decimal string: <c>{"amount":"12.50","currency":"EUR"}</c>.</summary>
/// <param name="Amount">The amount in the currency's major unit, with at most four decimals.</param>
/// <param name="Currency">The ISO 4217 code: three upper-case letters.</param>
public sealed record Money([property: JsonConverter(typeof(DecimalStringConverter))] decimal Amount, string Currency)
{
    /// <summary>The amount with its currency, such as <c>12.50 EUR</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.00##} {Currency}");
}

/// <summary>Writes a decimal as a JSON string, because JSON numbers are read as binary floating point by many clients.</summary>
public sealed class DecimalStringConverter : JsonConverter<decimal>
{
    const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <inheritdoc />
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && decimal.TryParse(reader.GetString(), Plain, CultureInfo.InvariantCulture, out var value))
            return value;
        throw new JsonException("An amount is a decimal in a JSON string, such as \"12.50\".");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}
