using Npgsql;

namespace Sagas.Transactions;

/// <summary>The statements around the others. Read committed, whatever the server's default is: conflicts are found by locks and row counts.</summary>
static class Transaction
{
    public static NpgsqlBatchCommand Begin() => new("BEGIN ISOLATION LEVEL READ COMMITTED");

    /// <summary>Writes and commits: in one round trip when there is nothing to verify, else in two. It can't be cancelled, because a commit can't.</summary>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost while the commit was under way.</exception>
    public static async Task CommitAsync(NpgsqlConnection connection, WriteSet writes, bool begun)
    {
        var batch = connection.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        if (!begun)
            batch.BatchCommands.Add(Begin());
        var verifications = writes.AddTo(batch);
        // COMMIT of a transaction that an error has aborted rolls back and reports success. Any other statement fails in it, so there has to be one.
        if (batch.BatchCommands.Count == 0)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT"));
        if (verifications.Count == 0)
        {
            await ExecuteWithCommitAsync(batch).ConfigureAwait(false);
            return;
        }

        await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var verify in verifications)
            verify();

        var last = connection.CreateBatch();
        await using var __ = last.ConfigureAwait(false);
        await ExecuteWithCommitAsync(last).ConfigureAwait(false);
    }

    /// <summary>Ends a transaction that failed, so that the connection can be used again. A broken connection has nothing to roll back.</summary>
    public static async Task RollbackAsync(NpgsqlConnection connection)
    {
        if (connection.FullState.HasFlag(System.Data.ConnectionState.Broken) || connection.State != System.Data.ConnectionState.Open)
            return;

        try
        {
            var rollback = connection.CreateBatch();
            await using var _ = rollback.ConfigureAwait(false);
            rollback.BatchCommands.Add(new NpgsqlBatchCommand("ROLLBACK"));
            await rollback.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The failure that led here is the one to report. A connection that can't roll back is broken, and the transaction gone.
        catch
#pragma warning restore CA1031
        {
        }
    }

    static async Task ExecuteWithCommitAsync(NpgsqlBatch batch)
    {
        FailPoint.Pass(FailPoint.BeforeCommit);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failure.IsOfTheServer(exception))
        {
            throw new CommitOutcomeUnknownException("The connection was lost while a commit was under way; it may have succeeded.", exception);
        }

        FailPoint.Pass(FailPoint.AfterCommit);
    }
}
