using Npgsql;

namespace Sagas.Transactions;

/// <summary>Everything that one message or one request reads and writes. It is committed whole or not at all.</summary>
public interface IUnitOfWork
{
    /// <summary>How the unit meets the database.</summary>
    TransactionMode Mode { get; }

    /// <summary>What the unit is about, once that is known.</summary>
    Subject? Subject { get; }

    /// <summary>Whether the message was handled before: the handler must not run, and only the record of the repeat is written.</summary>
    bool IsDuplicate { get; }

    /// <summary>Whether the unit only finds out what it would do. Nothing of it is written, and a handler must not act on anything outside of it either.</summary>
    bool IsRehearsal { get; }

    /// <summary>What the unit does, in order.</summary>
    IReadOnlyList<JournalEntry> Journal { get; }

    /// <summary>What the parts of the unit keep for each other, by type.</summary>
    IDictionary<Type, object> Items { get; }

    /// <summary>How long the unit has lasted. Whoever works on its connection lets it count that as time in the database.</summary>
    UnitClock Clock { get; }

    /// <summary>Gives the unit a transaction of its own from its first read on.</summary>
    /// <exception cref="InvalidOperationException">The unit has already read without locks.</exception>
    void UseOwnTransaction();

    /// <summary>Says what the unit is about, and lets the enlistments ask for what they read.</summary>
    /// <exception cref="InvalidOperationException">The unit has another subject already.</exception>
    void About(Subject subject);

    /// <summary>Asks for a row. It is read with the others asked for, in one round trip, by <see cref="LoadAsync" />.</summary>
    /// <param name="loader">Reads rows of this kind.</param>
    /// <param name="key">Names the row.</param>
    /// <param name="loaded">Receives the row, or the default when there is none.</param>
    void Load<TKey, TRow>(IRowLoader<TKey, TRow> loader, TKey key, Action<TRow?> loaded)
        where TKey : notnull;

    /// <summary>Reads what was asked for. With <see cref="TransactionMode.Own" />, the first call begins the transaction, and the rows are locked.</summary>
    Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds a row to what the commit writes.</summary>
    void Write<TRow>(IRowWriter<TRow> writer, TRow row);

    /// <summary>Adds an entry to the journal.</summary>
    void Note(JournalEntry entry);

    /// <summary>
    /// The connection of the unit's own transaction, which begins now if it has not yet: what a shared unit has read so far was read without locks.
    /// Never commit, roll back or close it; nor leave anything on it that outlives the transaction (<c>SET LOCAL</c>, not <c>SET</c>): it is not reset.
    /// </summary>
    ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Has something done after the commit. It must not throw and is not awaited by other units.</summary>
    void AfterCommit(Action action);
}

/// <summary>The unit of work on one of several databases in a container.</summary>
/// <typeparam name="TDatabase">Names the database: its DbContext, for example.</typeparam>
public interface IUnitOfWork<TDatabase> : IUnitOfWork;
