using Npgsql;

namespace Sagas.Transactions;

/// <summary>
/// Reads rows of one kind for any number of keys at once. Stateless: one instance serves all units of work. Units about different subjects that ask for one
/// key get the same row, so it must not be changed, unless the key is the subject.
/// </summary>
/// <typeparam name="TKey">What names a row.</typeparam>
/// <typeparam name="TRow">What is read for a key.</typeparam>
public interface IRowLoader<TKey, TRow>
    where TKey : notnull
{
    /// <summary>Where the statements stand among those of other loaders.</summary>
    Rank Rank { get; }

    /// <summary>The statements that read the rows.</summary>
    /// <param name="keys">The keys, at least one, each once.</param>
    /// <param name="locking">Whether the rows are to be locked until the end of the transaction.</param>
    LoadStatements<TKey, TRow> Load(IReadOnlyList<TKey> keys, bool locking);
}

/// <summary>What an <see cref="IRowLoader{TKey, TRow}" /> wants executed, and how its result is read.</summary>
/// <typeparam name="TKey">What names a row.</typeparam>
/// <typeparam name="TRow">What is read for a key.</typeparam>
/// <param name="Commands">The statements, in order. At least one of them has a result set.</param>
/// <param name="ReadAsync">
/// Reads the rows that exist, by key. The reader stands at the first result set of the commands; it is moved on to their others, and not further.
/// </param>
public readonly record struct LoadStatements<TKey, TRow>(
    IReadOnlyList<NpgsqlBatchCommand> Commands,
    Func<NpgsqlDataReader, CancellationToken, Task<IReadOnlyDictionary<TKey, TRow>>> ReadAsync)
    where TKey : notnull
{
    /// <summary>
    /// The same after a statement that locks. Under read committed each statement takes its own snapshot, and one taken after the lock was granted shows what
    /// the previous holder committed.
    /// </summary>
    /// <param name="lockRows">A SELECT. Its rows are not read.</param>
    public LoadStatements<TKey, TRow> After(NpgsqlBatchCommand lockRows)
    {
        var read = ReadAsync;
        return new LoadStatements<TKey, TRow>([lockRows, .. Commands], async (reader, cancellationToken) =>
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            return await read(reader, cancellationToken).ConfigureAwait(false);
        });
    }
}
