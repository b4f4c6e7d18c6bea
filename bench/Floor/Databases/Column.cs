using Npgsql;
using NpgsqlTypes;

namespace Sagas.Floor.Databases;

/// <summary>What a statement gets of each row, by name.</summary>
abstract class Column<TRow>(string name, string sqlType)
{
    public string Name => name;

    public string SqlType => sqlType;

    /// <summary>The parameter for one row, or for any number of them.</summary>
    public abstract NpgsqlParameter Parameter(bool forMany);

    public abstract void Set(NpgsqlParameter parameter, TRow row);

    public abstract void Set(NpgsqlParameter parameter, IReadOnlyList<TRow> rows);
}

/// <inheritdoc />
sealed class Column<TRow, T>(string name, string sqlType, NpgsqlDbType type, Func<TRow, T> value) : Column<TRow>(name, sqlType)
{
    public override NpgsqlParameter Parameter(bool forMany) => forMany
        ? new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type }
        : new NpgsqlParameter<T> { NpgsqlDbType = type };

    public override void Set(NpgsqlParameter parameter, TRow row) => ((NpgsqlParameter<T>)parameter).TypedValue = value(row);

    public override void Set(NpgsqlParameter parameter, IReadOnlyList<TRow> rows)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        ((NpgsqlParameter<T[]>)parameter).TypedValue = values;
    }
}
