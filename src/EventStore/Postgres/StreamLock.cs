using Npgsql;

namespace Sagas.EventStore;

/// <summary>Locks the heads of streams until the transaction ends. Streams that do not exist are not locked.</summary>
static class StreamLock
{
    // In the order of their names, so that two transactions that lock the same streams do not wait for each other.
    static readonly string Lock = $"select from streams where stream = any({Statement.Arrays(1, 1)}::text[]) order by stream for update";

    internal static NpgsqlBatchCommand Of(IEnumerable<StreamId> streams) => Statement.Of(Lock).With(streams.Select(s => s.ToString()).ToArray());

    // The rows are passed over, never read. Npgsql 10.0 tidies up after a deadlock that ends NextResult, but not after one that ends
    // Read: the batch's later statements, if it was just preparing them, then count as prepared on this connection and are not.
    internal static Task PassAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => reader.NextResultAsync(cancellationToken);
}
