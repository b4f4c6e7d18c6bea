using NpgsqlTypes;

namespace Sagas.Floor.Databases;

/// <summary>The columns of one statement's rows.</summary>
sealed class Columns<TRow> : List<Column<TRow>>
{
    public Columns<TRow> Uuid(string name, Func<TRow, Guid> value) => With(name, "uuid", NpgsqlDbType.Uuid, value);

    public Columns<TRow> UuidOrNull(string name, Func<TRow, Guid?> value) => With(name, "uuid", NpgsqlDbType.Uuid, value);

    public Columns<TRow> Text(string name, Func<TRow, string?> value) => With(name, "text", NpgsqlDbType.Text, value);

    public Columns<TRow> Integer(string name, Func<TRow, int> value) => With(name, "integer", NpgsqlDbType.Integer, value);

    public Columns<TRow> Numeric(string name, Func<TRow, decimal> value) => With(name, "numeric", NpgsqlDbType.Numeric, value);

    public Columns<TRow> Instant(string name, Func<TRow, DateTimeOffset> value) => With(name, "timestamptz", NpgsqlDbType.TimestampTz, row => value(row).UtcDateTime);

    public Columns<TRow> InstantOrNull(string name, Func<TRow, DateTimeOffset?> value) =>
        With(name, "timestamptz", NpgsqlDbType.TimestampTz, row => value(row)?.UtcDateTime);

    public Columns<TRow> Jsonb(string name, Func<TRow, byte[]?> value) => With(name, "jsonb", NpgsqlDbType.Jsonb, value);

    public Columns<TRow> Bytes(string name, Func<TRow, byte[]?> value) => With(name, "bytea", NpgsqlDbType.Bytea, value);

    Columns<TRow> With<T>(string name, string sqlType, NpgsqlDbType type, Func<TRow, T> value)
    {
        Add(new Column<TRow, T>(name, sqlType, type, value));
        return this;
    }
}
