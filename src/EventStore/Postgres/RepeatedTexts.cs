using System.Text;
using Npgsql;

namespace Sagas.EventStore;

/// <summary>The texts of a column that has few different ones: each is one string, however many rows have it.</summary>
sealed class RepeatedTexts
{
    const int Longest = 64, Most = 16;

    readonly byte[] bytes = new byte[Longest];
    readonly List<(byte[] Bytes, string Text)> known = [];

    internal string Read(NpgsqlDataReader row, int column)
    {
        if (row.GetBytes(column, 0, null, 0, 0) > Longest)
            return row.GetString(column);

        var utf8 = bytes.AsSpan(0, (int)row.GetBytes(column, 0, bytes, 0, Longest));
        foreach (var (spelled, text) in known)
        {
            if (utf8.SequenceEqual(spelled))
                return text;
        }

        var unknown = Encoding.UTF8.GetString(utf8);
        if (known.Count < Most)
            known.Add((utf8.ToArray(), unknown));
        return unknown;
    }
}
