using Npgsql;

namespace Sagas.Transactions;

/// <summary>The keys that were asked of one loader, and who asked.</summary>
abstract class KeySet : IMergeable<KeySet>
{
    public abstract Rank Rank { get; }

    public abstract KeySet Copy();

    public abstract void Add(KeySet others);

    public abstract void AddTo(NpgsqlBatch batch, bool locking);

    public abstract Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken);

    /// <summary>Takes what was read there, for what was asked here too.</summary>
    public abstract void TakeRowsOf(KeySet read);

    /// <summary>Tells those who asked what was read.</summary>
    public abstract void Deliver();
}

sealed class KeySet<TKey, TRow>(IRowLoader<TKey, TRow> loader) : KeySet
    where TKey : notnull
{
    // Most units ask for one row of a kind.
    readonly List<(TKey Key, Action<TRow?> Loaded)> _asked = new(1);
    LoadStatements<TKey, TRow> _statements;
    IReadOnlyDictionary<TKey, TRow> _rows = new Dictionary<TKey, TRow>();

    public override Rank Rank => loader.Rank;

    public void Add(TKey key, Action<TRow?> loaded) => _asked.Add((key, loaded));

    public override void Add(KeySet others) => _asked.AddRange(((KeySet<TKey, TRow>)others)._asked);

    public override KeySet Copy()
    {
        var copy = new KeySet<TKey, TRow>(loader);
        copy.Add(this);
        return copy;
    }

    public override void AddTo(NpgsqlBatch batch, bool locking)
    {
        _statements = loader.Load([.. _asked.Select(asked => asked.Key).Distinct()], locking);
        foreach (var command in _statements.Commands)
            batch.BatchCommands.Add(command);
    }

    public override async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        _rows = await _statements.ReadAsync(reader, cancellationToken).ConfigureAwait(false);

    public override void TakeRowsOf(KeySet read) => _rows = ((KeySet<TKey, TRow>)read)._rows;

    public override void Deliver()
    {
        foreach (var (key, loaded) in _asked)
            loaded(_rows.TryGetValue(key, out var row) ? row : default);
    }
}

/// <summary>Everything that was asked for and is not read yet: by one unit, or by several together.</summary>
sealed class LoadSet
{
    readonly Dictionary<object, KeySet> _byLoader = new(ReferenceEqualityComparer.Instance);

    public bool IsEmpty => _byLoader.Count == 0;

    public static LoadSet Together(IReadOnlyList<LoadSet> parts)
    {
        if (parts is [var only])
            return only;
        var together = new LoadSet();
        foreach (var part in parts)
            together._byLoader.Merge(part._byLoader);
        return together;
    }

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

    /// <summary>Takes what was read there, for what was asked here too.</summary>
    public void TakeRowsOf(LoadSet read)
    {
        foreach (var (loader, keys) in _byLoader)
            keys.TakeRowsOf(read._byLoader[loader]);
    }

    /// <summary>Tells those who asked what was read.</summary>
    public void Deliver()
    {
        foreach (var keys in _byLoader.Values)
            keys.Deliver();
    }
}
