using System.Data;
using Npgsql;

namespace Sagas.Transactions;

/// <summary>The unit of work of one message or one request.</summary>
public sealed class UnitOfWork : IUnitOfWork, IAsyncDisposable
{
    readonly UnitsOfWork _database;
    readonly IReadOnlyList<IEnlistment> _enlistments;
    readonly List<JournalEntry> _journal = [];
    readonly List<Action> _afterCommit = [];
    LoadSet _loads = new();
    bool _hasRead;
    NpgsqlConnection? _connection;
    NpgsqlTransaction? _transaction;
    Phase _phase;

    internal UnitOfWork(UnitsOfWork database, TransactionMode mode, string name, IReadOnlyList<IEnlistment> enlistments)
    {
        Writes.Names.Add(name);
        _database = database;
        _enlistments = enlistments;
        Mode = mode;
    }

    /// <summary>A unit is handled, then saved, then over.</summary>
    enum Phase
    {
        Handling,
        Saving,
        Over,
    }

    /// <inheritdoc />
    public TransactionMode Mode { get; private set; }

    /// <inheritdoc />
    public Subject? Subject { get; private set; }

    /// <inheritdoc />
    public bool IsDuplicate { get; private set; }

    /// <inheritdoc />
    public bool IsRehearsal { get; private set; }

    /// <summary>Why the unit was given up, if it was.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<JournalEntry> Journal => _journal;

    /// <inheritdoc />
    public IDictionary<Type, object> Items { get; } = new Dictionary<Type, object>();

    /// <inheritdoc />
    public UnitClock Clock { get; } = new();

    /// <summary>The connection that <see cref="ConnectAsync" /> opens, for those that have to be given one before they know whether they use it.</summary>
    /// <exception cref="ObjectDisposedException">The unit is over.</exception>
    public NpgsqlConnection Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsOver, this);
            return _connection ??= _database.DataSource.CreateConnection();
        }
    }

    /// <summary>The unit's own transaction, once <see cref="ConnectAsync" /> has begun it. It is the unit that ends it.</summary>
    public NpgsqlTransaction? OwnTransaction => _transaction;

    /// <summary>Whether the unit was committed or given up.</summary>
    public bool IsOver => _phase == Phase.Over;

    internal WriteSet Writes { get; } = new();

    /// <summary>Records that the message was handled before.</summary>
    public void MarkDuplicate() => IsDuplicate = true;

    /// <summary>Has the unit read and decide as ever and write nothing: what it would have done is in its journal.</summary>
    public void Rehearse() => IsRehearsal = true;

    /// <inheritdoc />
    public void UseOwnTransaction()
    {
        if (_hasRead && Mode == TransactionMode.Shared)
            throw new InvalidOperationException("This unit of work has already read without locks; ask for its own transaction before the first read.");
        Mode = TransactionMode.Own;
    }

    /// <inheritdoc />
    public void About(Subject subject)
    {
        if (Subject is not null)
        {
            if (Subject != subject)
                throw new InvalidOperationException($"This unit of work is about {Subject}; {subject} needs one of its own.");
            return;
        }

        Subject = subject;
        foreach (var enlistment in _enlistments)
            enlistment.OnLoading(this);
    }

    /// <inheritdoc />
    public void Load<TKey, TRow>(IRowLoader<TKey, TRow> loader, TKey key, Action<TRow?> loaded)
        where TKey : notnull
    {
        MustGoOn();
        _loads.Add(loader, key, loaded);
    }

    /// <inheritdoc />
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        _hasRead = true;
        if (Mode == TransactionMode.Own && _transaction is null)
        {
            await Clock.InDatabaseAsync(() => BeginAsync(cancellationToken)).ConfigureAwait(false);
        }
        else if (!_loads.IsEmpty)
        {
            var loads = Asked();
            if (_transaction is not null)
            {
                await Clock.InDatabaseAsync(() => ReadAsync(Connection, loads, cancellationToken)).ConfigureAwait(false);
                return;
            }

            await Clock.InDatabaseAsync(() => _database.ReadAsync(Subject, loads).WaitAsync(cancellationToken)).ConfigureAwait(false);
            loads.Deliver();
        }
    }

    /// <inheritdoc />
    public void Write<TRow>(IRowWriter<TRow> writer, TRow row)
    {
        MustGoOn();
        if (IsDuplicate && _phase == Phase.Handling)
            throw new InvalidOperationException("The message was handled before, and its handler ran again. A handler that reads its unit of work itself has to stop when IsDuplicate.");
        Writes.Add(writer, row);
    }

    /// <inheritdoc />
    public void Note(JournalEntry entry)
    {
        MustGoOn();
        _journal.Add(entry);
    }

    /// <inheritdoc />
    public async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_transaction is null)
        {
            Mode = TransactionMode.Own;
            await Clock.InDatabaseAsync(() => BeginAsync(cancellationToken)).ConfigureAwait(false);
        }

        return Connection;
    }

    /// <inheritdoc />
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Writes everything in one commit, alone or together with other units. Nothing can be added to the unit from then on.</summary>
    /// <exception cref="TransactionConflictException">A row changed since it was read. Nothing is written.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost while the commit was under way: it may have succeeded.</exception>
    /// <exception cref="InvalidOperationException">The unit was committed or given up before.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_phase != Phase.Handling)
            throw new InvalidOperationException("This unit of work is over. Begin another one.");
        cancellationToken.ThrowIfCancellationRequested();
        _phase = Phase.Saving;
        foreach (var enlistment in _enlistments)
            enlistment.OnSaving(this);
        foreach (var enlistment in _enlistments)
            enlistment.OnRecording(this);
        _phase = Phase.Over;

        if (IsRehearsal)
        {
            await DisposeAsync().ConfigureAwait(false);
            return;
        }

        if (_transaction is not null)
            await Transaction.CommitAsync(_connection!, Writes, begun: true).ConfigureAwait(false);
        else if (!Writes.IsEmpty)
            await _database.WriteAsync(Subject, Writes).ConfigureAwait(false);

        await CloseAsync().ConfigureAwait(false);
        foreach (var action in _afterCommit)
            action();
    }

    /// <summary>Gives everything up and tells the enlistments why. A unit that was given up can't be used again.</summary>
    public async Task RollbackAsync(Exception exception, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Failure = exception;
        await DisposeAsync().ConfigureAwait(false);
        if (IsRehearsal)
            return;
        foreach (var enlistment in _enlistments)
            await enlistment.OnFailedAsync(this, exception, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        _phase = Phase.Over;
        // After the commit there is no connection any more.
        if (_transaction is not null && _connection is not null)
            await Transaction.RollbackAsync(_connection).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
    }

    void MustGoOn()
    {
        if (IsOver)
            throw new InvalidOperationException("This unit of work is over: what comes now would be lost. Await everything that the handler starts.");
    }

    async Task BeginAsync(CancellationToken cancellationToken)
    {
        await Connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        // Nothing is sent yet: the driver puts BEGIN before the first statement.
        _transaction = await Connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        if (!_loads.IsEmpty)
            await ReadAsync(Connection, Asked(), cancellationToken).ConfigureAwait(false);
    }

    static async Task ReadAsync(NpgsqlConnection connection, LoadSet loads, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        await loads.ReadAsync(batch, locking: true, cancellationToken).ConfigureAwait(false);
        loads.Deliver();
    }

    LoadSet Asked()
    {
        var loads = _loads;
        _loads = new LoadSet();
        return loads;
    }

    async Task CloseAsync()
    {
        if (_connection is null)
            return;
        await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }
}
