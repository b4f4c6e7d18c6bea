using Npgsql;

namespace Sagas.Transactions;

/// <summary>Reads rows of one kind for any number of keys at once. Stateless: one instance serves all units of work.</summary>
/// <typeparam name="TKey">What names a row.</typeparam>
/// <typeparam name="TRow">What is read for a key.</typeparam>
public interface IRowLoader<TKey, TRow>
    where TKey : notnull
{
    /// <summary>Where the statements stand among those of other loaders.</summary>
    Rank Rank { get; }

    /// <summary>The statements that read the rows, each with one result set.</summary>
    /// <param name="keys">The keys, each once.</param>
    /// <param name="locking">Whether the rows are to be locked until the end of the transaction.</param>
    IReadOnlyList<NpgsqlBatchCommand> Commands(IReadOnlyList<TKey> keys, bool locking);

    /// <summary>
    /// Reads the result sets of <see cref="Commands" />. The reader stands at the first; the loader moves it on to its own others, and not further.
    /// </summary>
    /// <returns>The rows that exist, by key.</returns>
    Task<IReadOnlyDictionary<TKey, TRow>> ReadAsync(NpgsqlDataReader reader, IReadOnlyList<TKey> keys, CancellationToken cancellationToken);
}
