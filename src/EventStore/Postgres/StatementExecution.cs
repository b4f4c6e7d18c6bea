using System.Runtime.CompilerServices;
using Npgsql;

namespace Sagas.EventStore;

/// <summary>Runs single statements on connections of their own.</summary>
static class StatementExecution
{
    internal static async Task ExecuteAsync(this NpgsqlDataSource dataSource, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        var batch = dataSource.CreateBatch([command]);
        await using var disposing = batch.ConfigureAwait(false);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<List<T>> ReadAsync<T>(
        this NpgsqlDataSource dataSource,
        NpgsqlBatchCommand query,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken,
        int expected = 0)
    {
        var batch = dataSource.CreateBatch([query]);
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var rows = new List<T>(expected);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Row by row, for results of any size, however long the first row takes. The connection is held until the enumeration ends.</summary>
    internal static async IAsyncEnumerable<T> StreamAsync<T>(
        this NpgsqlDataSource dataSource,
        NpgsqlBatchCommand query,
        Func<NpgsqlDataReader, T> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = dataSource.CreateBatch([query]);
        batch.Timeout = 0;
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return read(reader);
    }
}
