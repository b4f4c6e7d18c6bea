using Npgsql;

namespace Sagas.Transactions;

/// <summary>The keys that were asked of one loader, and who asked.</summary>
abstract class KeySet
{
    public abstract Rank Rank { get; }

    public abstract void AddTo(NpgsqlBatch batch, bool locking);

    public abstract Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken);
}

sealed class KeySet<TKey, TRow>(IRowLoader<TKey, TRow> loader) : KeySet
    where TKey : notnull
{
    readonly List<(TKey Key, Action<TRow?> Loaded)> _asked = [];
    LoadStatements<TKey, TRow> _statements;

    public override Rank Rank => loader.Rank;

    public void Add(TKey key, Action<TRow?> loaded) => _asked.Add((key, loaded));

    public override void AddTo(NpgsqlBatch batch, bool locking)
    {
        _statements = loader.Load([.. _asked.Select(asked => asked.Key).Distinct()], locking);
        foreach (var command in _statements.Commands)
            batch.BatchCommands.Add(command);
    }

    public override async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = await _statements.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        foreach (var (key, loaded) in _asked)
            loaded(rows.TryGetValue(key, out var row) ? row : default);
    }
}

/// <summary>Everything that was asked for and is not read yet.</summary>
sealed class LoadSet
{
    readonly Dictionary<object, KeySet> _byLoader = new(ReferenceEqualityComparer.Instance);

    public bool IsEmpty => _byLoader.Count == 0;

    public void Add<TKey, TRow>(IRowLoader<TKey, TRow> loader, TKey key, Action<TRow?> loaded)
        where TKey : notnull
    {
        if (!_byLoader.TryGetValue(loader, out var keys))
            _byLoader.Add(loader, keys = new KeySet<TKey, TRow>(loader));
        ((KeySet<TKey, TRow>)keys).Add(key, loaded);
    }

    /// <summary>Reads everything in one round trip, in rank order.</summary>
    public async Task ReadAsync(NpgsqlBatch batch, bool locking, CancellationToken cancellationToken)
    {
        var sets = _byLoader.Values.OrderBy(keys => keys.Rank).ToList();
        foreach (var set in sets)
            set.AddTo(batch, locking);

        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        for (var i = 0; i < sets.Count; i++)
        {
            if (i > 0)
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            await sets[i].ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        }
    }
}
