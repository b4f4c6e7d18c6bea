using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// Appends in a transaction of its own. Where the head is known the append is tried at once, in a single round trip. If it was not,
/// or something is in the way, the heads are locked, looked at, and decided upon.
/// </summary>
sealed class AppendTransaction(NpgsqlDataSource dataSource, TimeProvider time)
{
    readonly ShortAppends shortAppends = new(dataSource);

    static readonly string ReadHeads =
        $"select h.stream, {HeadRow.Columns} from streams h where h.stream = any({Statement.Arrays(1, 1)}::text[])";

    static readonly string FindEvents =
        $"""
        select e.event_id, e.stream, e.version
        from unnest({Statement.Arrays(1, 1)}) as i (event_id)
        cross join lateral (select * from recorded_events where event_id = i.event_id limit 1) e
        """;

    internal async Task<IReadOnlyList<AppendResult>> RunAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken)
    {
        AppendRules.Check(appends);
        if (appends is [{ KnownHead: { } head } only] && await AtOnceAsync(only, head, cancellationToken).ConfigureAwait(false) is { } result)
            return [result];

        while (true)
        {
            try
            {
                // Null when a stream was created, or an event id stored, after we looked: then there is something to see next time.
                if (await UnlessStoredAsync(() => UnderLockAsync(appends, cancellationToken)).ConfigureAwait(false) is { } results)
                    return results;
            }
            catch (PostgresException victim) when (victim.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                // Heads are locked in order, but one that does not exist can only be locked by creating it, after the others:
                // two appends that create each other's streams may meet. Whoever won has committed by the time we look again.
            }
        }
    }

    async Task<AppendResult?> AtOnceAsync(StreamAppend append, StreamHead head, CancellationToken cancellationToken)
    {
        var prepared = AppendRules.Prepare(append, head, time.GetUtcNow());
        var written = await UnlessStoredAsync(() => WriteAsync(prepared, cancellationToken)).ConfigureAwait(false);
        return written ? prepared.Result : null;
    }

    async Task<bool> WriteAsync(PreparedAppend prepared, CancellationToken cancellationToken)
    {
        if (prepared.Events.Count <= StreamAppendStatements.Few)
            return await shortAppends.RunAsync(prepared, cancellationToken).ConfigureAwait(false) > 0;

        var statements = new StreamAppendStatements([prepared]);
        var batch = dataSource.CreateBatch(statements.Commands);
        await using var disposing = batch.ConfigureAwait(false);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return statements.Wrote;
    }

    async Task<IReadOnlyList<AppendResult>?> UnderLockAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);

        var (heads, stored) = await LookAsync(connection, appends, cancellationToken).ConfigureAwait(false);
        var results = new AppendResult[appends.Count];
        var prepared = new List<PreparedAppend>(appends.Count);
        for (var i = 0; i < results.Length; i++)
        {
            if (AppendRules.ResultOfFirst(appends[i], stored) is { } first)
            {
                results[i] = first;
                continue;
            }

            var head = heads.GetValueOrDefault(appends[i].Stream, StreamHead.None(appends[i].Stream, appends[i].Tenant));
            prepared.Add(AppendRules.Prepare(appends[i], head, time.GetUtcNow()));
            results[i] = prepared[^1].Result;
        }

        if (prepared.Count > 0)
        {
            var statements = new StreamAppendStatements(prepared);
            var batch = connection.CreateBatch(statements.Commands);
            await using var disposing = batch.ConfigureAwait(false);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            if (!statements.Wrote)
                return null;
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return results;
    }

    // Statements of their own after the lock: their snapshots show whatever others, a repeat of ours even, stored while we waited.
    static async Task<(Dictionary<StreamId, StreamHead> Heads, Dictionary<Guid, (StreamId Stream, long Version)> Stored)> LookAsync(
        NpgsqlConnection connection,
        IReadOnlyList<StreamAppend> appends,
        CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch(
        [
            StreamLock.Of(appends.Select(a => a.Stream)),
            Statement.Of(ReadHeads).With(appends.Select(a => a.Stream.ToString()).ToArray()),
            Statement.Of(FindEvents).With(appends.SelectMany(a => a.Events).Select(e => e.EventId).ToArray()),
        ]);
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);

        await StreamLock.PassAsync(reader, cancellationToken).ConfigureAwait(false);
        var heads = new Dictionary<StreamId, StreamHead>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var head = HeadRow.Read(reader, StreamId.Parse(reader.GetString(0)), 1);
            heads.Add(head.Stream, head);
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var stored = new Dictionary<Guid, (StreamId, long)>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            stored.Add(reader.GetGuid(0), (StreamId.Parse(reader.GetString(1)), reader.GetInt64(2)));
        return (heads, stored);
    }

    static async Task<T?> UnlessStoredAsync<T>(Func<Task<T>> append)
    {
        try
        {
            return await append().ConfigureAwait(false);
        }
        catch (PostgresException stored) when (stored is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "events_event_id_key" })
        {
            return default;
        }
    }
}
