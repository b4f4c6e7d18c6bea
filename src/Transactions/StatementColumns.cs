using Npgsql;
using NpgsqlTypes;

namespace Sagas.Transactions;

/// <summary>Gives a statement the rows that it is about: each column is an array, which the statement takes apart with <c>unnest</c> or compares with <c>any</c>.</summary>
public static class StatementColumns
{
    /// <summary>Adds a column of rows as the next parameter.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="type">The type of the column's values.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="value">The column's value in a row.</param>
    public static NpgsqlBatchCommand WithColumn<TRow, TValue>(this NpgsqlBatchCommand statement, NpgsqlDbType type, IReadOnlyList<TRow> rows, Func<TRow, TValue> value) =>
        Add<TValue>(statement, type, [.. rows.Select(value)]);

    /// <summary>Adds a column as the next parameter.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="type">The type of the column's values.</param>
    /// <param name="values">Its values.</param>
    public static NpgsqlBatchCommand WithColumn<TValue>(this NpgsqlBatchCommand statement, NpgsqlDbType type, IReadOnlyList<TValue> values) =>
        Add<TValue>(statement, type, [.. values]);

    static NpgsqlBatchCommand Add<TValue>(NpgsqlBatchCommand statement, NpgsqlDbType type, TValue[] values)
    {
        ArgumentNullException.ThrowIfNull(statement);
        statement.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        return statement;
    }
}
