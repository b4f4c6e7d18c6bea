using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sagas.EventStore;

/// <summary>The canonical spelling of a JSON number: its digits without leading and trailing zeros, and a power of ten.</summary>
static class CanonicalNumber
{
    // What PostgreSQL's numeric holds: digits before and after the decimal point.
    const int MaxWhole = 131072, MaxScale = 16383;

    internal static void Write(ReadOnlySpan<byte> literal, ScratchBuffer output)
    {
        var negative = literal[0] == '-';
        var e = literal.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = literal[(negative ? 1 : 0)..(e < 0 ? literal.Length : e)];
        var exponent = e < 0 ? 0 : Exponent(literal[(e + 1)..]);

        var point = mantissa.IndexOf((byte)'.');
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        var digits = mantissa.Length <= 256 ? stackalloc byte[mantissa.Length] : new byte[mantissa.Length];
        mantissa[..(point < 0 ? mantissa.Length : point)].CopyTo(digits);
        if (point >= 0)
        {
            mantissa[(point + 1)..].CopyTo(digits[point..]);
            digits = digits[..^1];
        }

        var significant = digits.Trim((byte)'0');
        if (scale > MaxScale || (significant.Length > 0 && digits.TrimStart((byte)'0').Length - scale > MaxWhole))
            throw OutOfRange();

        if (significant.Length == 0)
        {
            output.Write("0"u8);
            return;
        }

        if (negative)
            output.Write("-"u8);
        output.Write(significant);
        var power = digits.Length - digits.TrimEnd((byte)'0').Length - scale;
        if (power != 0)
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"e{power}"), output);
    }

    static int Exponent(ReadOnlySpan<byte> text)
    {
        if (text[0] == '+')
            text = text[1..];
        return Utf8Parser.TryParse(text, out int exponent, out var read) && read == text.Length && Math.Abs((long)exponent) <= MaxWhole ? exponent : throw OutOfRange();
    }

    static JsonException OutOfRange() => new("A number is larger or finer than jsonb can store.");
}
