using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Sagas.SagaTimeline.Hashing;

/// <summary>
/// Writes JSON as <see cref="CanonicalDetails" /> spells it, straight to the bytes that are hashed and stored. Members have to come in the order of their names: the
/// one who writes them knows it, and sorting would cost more than writing.
/// </summary>
sealed class CanonicalWriter : IDisposable
{
    static readonly SearchValues<char> MustBeEscaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(1_024);
    int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    public void BeginObject() => Begin('{');

    public void EndObject() => Append('}');

    public void BeginArray() => Begin('[');

    public void EndArray() => Append(']');

    public void Name(string name)
    {
        Text(name);
        Append(':');
    }

    public void Text(string? text)
    {
        if (text is null)
            Literal("null"u8);
        else
            Text(StorableText.Of(text).AsSpan());
    }

    /// <param name="text">Text that can be stored.</param>
    public void Text(ReadOnlySpan<char> text)
    {
        Begin('"');
        while (text.IndexOfAny(MustBeEscaped) is var next and >= 0)
        {
            Encode(text[..next]);
            Escape(text[next]);
            text = text[(next + 1)..];
        }

        Encode(text);
        Append('"');
    }

    /// <summary>A value in quotes whose format has nothing to escape.</summary>
    public void Quoted<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        Begin('"');
        Format(value, format);
        Append('"');
    }

    /// <summary>An instant in UTC to the microsecond, as timestamptz keeps it: <c>2026-11-29T03:13:41.000000Z</c>.</summary>
    public void Microsecond(DateTimeOffset instant)
    {
        Begin('"');
        // The runtime has a short way for its own format, which has one digit more.
        instant.UtcDateTime.TryFormat(Room(64), out var written, "O", CultureInfo.InvariantCulture);
        _length += written - 2;
        Append('Z');
        Append('"');
    }

    /// <summary>An instant as JSON has it: <c>2026-11-29T03:13:41.25+00:00</c>, without trailing zeros.</summary>
    public void Moment(DateTimeOffset moment)
    {
        const int Offset = 6;
        Begin('"');
        var room = Room(64);
        moment.TryFormat(room, out var written, "O", CultureInfo.InvariantCulture);
        var seconds = room[..(written - Offset)].TrimEnd((byte)'0');
        var length = seconds[^1] == '.' ? seconds.Length - 1 : seconds.Length;
        room[(written - Offset)..written].CopyTo(room[length..]);
        _length += length + Offset;
        Append('"');
    }

    public void Number<T>(T number)
        where T : INumberBase<T>
    {
        Separate();
        Format(number, default);
    }

    /// <summary>A value that is canonical already.</summary>
    public void Literal(ReadOnlySpan<byte> json)
    {
        Separate();
        json.CopyTo(Room(json.Length));
        _length += json.Length;
    }

    void Begin(char opening)
    {
        Separate();
        Append(opening);
    }

    /// <summary>A comma goes wherever something has ended and something else begins.</summary>
    void Separate()
    {
        if (_length > 0 && _buffer[_length - 1] is not ((byte)'{' or (byte)'[' or (byte)':'))
            Append(',');
    }

    void Append(char character)
    {
        Room(1)[0] = (byte)character;
        _length++;
    }

    void Encode(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    void Escape(char character)
    {
        Append('\\');
        if (character is '"' or '\\')
        {
            Append(character);
            return;
        }

        Append('u');
        Format((int)character, "x4");
    }

    void Format<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        // Room for a date, or a decimal. What is longer than what is free gets twice as much each time.
        var room = 64;
        int written;
        while (!value.TryFormat(Room(room), out written, format, CultureInfo.InvariantCulture))
            room = checked(2 * Math.Max(room, _buffer.Length - _length));
        _length += written;
    }

    Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, _length + bytes));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }
}
