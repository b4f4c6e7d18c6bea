using System.Globalization;
using Npgsql;

namespace Sagas.Floor.Databases;

/// <summary>
/// A prepared statement that writes one row of input, or many, with the same SQL: it reads them from the CTE <c>arrived</c>, and that alone differs. It answers with the ids of
/// those that it has written.
/// </summary>
sealed class Statement<TRow> : IAsyncDisposable
{
    readonly NpgsqlCommand _command;
    readonly Columns<TRow> _columns;
    readonly bool _forMany;

    Statement(NpgsqlConnection connection, string sql, Columns<TRow> columns, bool forMany)
    {
        (_columns, _forMany) = (columns, forMany);
        _command = new NpgsqlCommand($"with arrived as ({Source()}), {sql}", connection);
        foreach (var column in columns)
            _command.Parameters.Add(column.Parameter(forMany));
    }

    public static async Task<Statement<TRow>> PrepareAsync(NpgsqlConnection connection, string sql, Columns<TRow> columns, bool forMany)
    {
        var statement = new Statement<TRow>(connection, sql, columns, forMany);
        await statement._command.PrepareAsync();
        return statement;
    }

    public async Task<HashSet<Guid>> ExecuteAsync(IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_forMany)
                _columns[i].Set(_command.Parameters[i], rows);
            else
                _columns[i].Set(_command.Parameters[i], rows[0]);
        }

        var written = new HashSet<Guid>(rows.Count);
        await using var reader = await _command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            written.Add(reader.GetGuid(0));
        return written;
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    string Source()
    {
        var parameters = _columns.Select((column, i) => string.Create(
            CultureInfo.InvariantCulture, $"${i + 1}::{column.SqlType}{(_forMany ? "[]" : $" as {column.Name}")}"));
        return _forMany
            ? $"select * from unnest({string.Join(", ", parameters)}) as a ({string.Join(", ", _columns.Select(column => column.Name))})"
            : $"select {string.Join(", ", parameters)}";
    }
}
