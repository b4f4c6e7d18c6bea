using Npgsql;

namespace Sagas.Projections;

/// <summary>Reads events off the index of their order.</summary>
static class FeedOrder
{
    // Where many events are of one transaction, of an import or a restored dump, PostgreSQL expects next to no rows behind a place, and sorts all that there are
    // instead of reading a page off the index. A sort of the page that remains counts as endlessly expensive then, and would be compiled first, for a fifth of a second.
    // And where it expects many, but there are none, it reads the whole table in vain. Said for the batch's own transaction only.
    const string InOrder = "select set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

    /// <summary>Runs a query behind what makes it read the index. The reader stands before its rows.</summary>
    internal static async Task<NpgsqlDataReader> ReadInOrderAsync(this NpgsqlBatch batch, NpgsqlBatchCommand query, CancellationToken cancellationToken)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InOrder));
        batch.BatchCommands.Add(query);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return reader;
    }
}
