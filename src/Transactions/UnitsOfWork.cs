using Npgsql;

namespace Sagas.Transactions;

/// <summary>
/// The units of work of a database. Those that do not take a transaction of their own share their round trips: what several ask for at once is read by one
/// batch, and what several have written is committed by one transaction.
/// </summary>
public sealed class UnitsOfWork : IAsyncDisposable
{
    readonly Gathering<LoadSet> _reads;
    readonly Gathering<WriteSet> _writes;
    readonly IReadOnlyList<IEnlistment> _enlistments;
    readonly NpgsqlDataSource _sharing;

    /// <summary>Starts a database's reader and its writer.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="enlistments">Who takes part in every unit besides its handler.</param>
    /// <param name="limit">The most units in one transaction.</param>
    /// <param name="sharing">
    /// The same database for the reader and the writer, one connection each, where their sessions shall have settings of their own; the caller disposes of it.
    /// </param>
    public UnitsOfWork(NpgsqlDataSource dataSource, IReadOnlyList<IEnlistment> enlistments, int limit = 50, NpgsqlDataSource? sharing = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(enlistments);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        DataSource = dataSource;
        _sharing = sharing ?? dataSource;
        _enlistments = enlistments;
        _reads = new Gathering<LoadSet>(ReadAsync, limit).Start();
        _writes = new Gathering<WriteSet>(WriteAsync, limit).Start();
    }

    /// <summary>The database.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>How reads were shared.</summary>
    public GroupCounts Reads => _reads.Counts;

    /// <summary>How commits were shared.</summary>
    public GroupCounts Commits => _writes.Counts;

    /// <summary>Begins a unit of work. It costs nothing before it reads or writes.</summary>
    /// <param name="mode">How it meets the database.</param>
    /// <param name="name">What it is called in errors: the type of the message that it handles.</param>
    public UnitOfWork Begin(TransactionMode mode = TransactionMode.Shared, string name = "a unit of work") => new(this, mode, name, _enlistments);

    /// <summary>Finishes the units that have handed in their rows, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync().ConfigureAwait(false);
        await _writes.DisposeAsync().ConfigureAwait(false);
    }

    internal Task ReadAsync(Subject? subject, LoadSet loads) => _reads.AddAsync(subject, loads);

    internal Task WriteAsync(Subject? subject, WriteSet writes) => _writes.AddAsync(subject, writes);

    async Task ReadAsync(IReadOnlyList<LoadSet> parts)
    {
        var loads = LoadSet.Together(parts);
        var connection = await _sharing.OpenConnectionAsync().ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var batch = connection.CreateBatch();
        await using var __ = batch.ConfigureAwait(false);
        await loads.ReadAsync(batch, locking: false, CancellationToken.None).ConfigureAwait(false);
        foreach (var part in parts)
            part.TakeRowsOf(loads);
    }

    async Task WriteAsync(IReadOnlyList<WriteSet> parts)
    {
        var connection = await _sharing.OpenConnectionAsync().ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        try
        {
            await Transaction.CommitAsync(connection, WriteSet.Together(parts), begun: false).ConfigureAwait(false);
        }
        catch
        {
            await Transaction.RollbackAsync(connection).ConfigureAwait(false);
            throw;
        }
    }
}
