using Npgsql;
using Sagas.Floor.Databases;

namespace Sagas.Floor.Hops;

/// <summary>Writes hops with one statement, which is a transaction of its own.</summary>
sealed class StatementWriter<TRow>(NpgsqlConnection connection, Statement<TRow> statement, Func<Hop, TRow> row) : IHopWriter
{
    public static async Task<IHopWriter> OpenAsync(NpgsqlDataSource database, string sql, Columns<TRow> columns, Func<Hop, TRow> row, bool forMany)
    {
        var connection = await database.OpenConnectionAsync();
        return new StatementWriter<TRow>(connection, await Statement<TRow>.PrepareAsync(connection, SqlFiles.Read(sql), columns, forMany), row);
    }

    public Task<HashSet<Guid>> WriteAsync(IReadOnlyList<Hop> hops, CancellationToken cancellationToken) =>
        statement.ExecuteAsync([.. hops.Select(row)], cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await statement.DisposeAsync();
        await connection.DisposeAsync();
    }
}
