using System.Data;
using Npgsql;

namespace Sagas.Transactions;

/// <summary>The unit of work of one message or one request.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="groupCommit">Writes what shares a transaction.</param>
/// <param name="mode">How the unit meets the database.</param>
/// <param name="enlistments">Who takes part besides the handler.</param>
public sealed class UnitOfWork(NpgsqlDataSource dataSource, GroupCommit groupCommit, TransactionMode mode, IReadOnlyList<IEnlistment> enlistments)
    : IUnitOfWork, IAsyncDisposable
{
    readonly List<JournalEntry> _journal = [];
    readonly List<Action> _afterCommit = [];
    LoadSet _loads = new();
    bool _hasRead;
    NpgsqlConnection? _connection;
    NpgsqlTransaction? _transaction;
    bool _finished;

    /// <inheritdoc />
    public TransactionMode Mode { get; private set; } = mode;

    /// <inheritdoc />
    public Subject? Subject { get; private set; }

    /// <inheritdoc />
    public bool IsDuplicate { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<JournalEntry> Journal => _journal;

    /// <inheritdoc />
    public IDictionary<Type, object> Items { get; } = new Dictionary<Type, object>();

    /// <summary>The connection that <see cref="ConnectAsync" /> opens, for those that have to be given one before they know whether they use it.</summary>
    /// <exception cref="ObjectDisposedException">The unit is over.</exception>
    public NpgsqlConnection Connection
    {
        get
        {
            ObjectDisposedException.ThrowIf(_finished, this);
            return _connection ??= dataSource.CreateConnection();
        }
    }

    /// <summary>The unit's own transaction, once <see cref="ConnectAsync" /> has begun it. It is the unit that ends it.</summary>
    public NpgsqlTransaction? OwnTransaction => _transaction;

    /// <summary>Whether the unit was committed or given up.</summary>
    public bool IsOver => _finished;

    internal WriteSet Writes { get; } = new();

    /// <summary>Records that the message was handled before.</summary>
    public void MarkDuplicate() => IsDuplicate = true;

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
        foreach (var enlistment in enlistments)
            enlistment.OnLoading(this);
    }

    /// <inheritdoc />
    public void Load<TKey, TRow>(IRowLoader<TKey, TRow> loader, TKey key, Action<TRow?> loaded)
        where TKey : notnull =>
        _loads.Add(loader, key, loaded);

    /// <inheritdoc />
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        _hasRead = true;
        if (Mode == TransactionMode.Own && _transaction is null)
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (!_loads.IsEmpty)
        {
            var loads = Asked();
            if (_transaction is not null)
            {
                await ReadAsync(Connection, loads, locking: true, cancellationToken).ConfigureAwait(false);
                return;
            }

            var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            await ReadAsync(connection, loads, locking: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Write<TRow>(IRowWriter<TRow> writer, TRow row) => Writes.Add(writer, row);

    /// <inheritdoc />
    public void Note(JournalEntry entry) => _journal.Add(entry);

    /// <inheritdoc />
    public async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_transaction is null)
        {
            Mode = TransactionMode.Own;
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        return Connection;
    }

    /// <inheritdoc />
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Writes everything in one commit, alone or together with other units.</summary>
    /// <exception cref="TransactionConflictException">A row changed since it was read. Nothing is written.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        foreach (var enlistment in enlistments)
            enlistment.OnSaving(this);

        if (_transaction is not null)
            await Transaction.CommitAsync(Connection, Writes, begun: true, cancellationToken).ConfigureAwait(false);
        else if (!Writes.IsEmpty)
            await groupCommit.WriteAsync(this, cancellationToken).ConfigureAwait(false);

        _finished = true;
        await CloseAsync().ConfigureAwait(false);
        foreach (var action in _afterCommit)
            action();
    }

    /// <summary>Gives everything up and tells the enlistments why. A unit that was given up can't be used again.</summary>
    public async Task RollbackAsync(Exception exception, CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        foreach (var enlistment in enlistments)
            await enlistment.OnFailedAsync(this, exception, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_finished && _transaction is not null)
            await Transaction.RollbackAsync(Connection).ConfigureAwait(false);
        _finished = true;
        await CloseAsync().ConfigureAwait(false);
    }

    async Task BeginAsync(CancellationToken cancellationToken)
    {
        await Connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        // Nothing is sent yet: the driver puts BEGIN before the first statement.
        _transaction = await Connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        if (!_loads.IsEmpty)
            await ReadAsync(Connection, Asked(), locking: true, cancellationToken).ConfigureAwait(false);
    }

    static async Task ReadAsync(NpgsqlConnection connection, LoadSet loads, bool locking, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        await loads.ReadAsync(batch, locking, cancellationToken).ConfigureAwait(false);
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
