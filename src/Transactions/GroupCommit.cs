using System.Threading.Channels;
using Npgsql;

namespace Sagas.Transactions;

/// <summary>
/// Writes the rows of several units in one transaction. While one transaction commits, the units that finish meanwhile gather for the next, so groups form
/// only under load and an idle database keeps its latency. One instance serves a database.
/// </summary>
/// <remarks>
/// When a group fails, whatever the reason, it is rolled back whole and each of its units is written alone, in a transaction of its own: a unit that can't
/// be written costs only itself.
/// </remarks>
public sealed class GroupCommit : IAsyncDisposable
{
    readonly Channel<Member> _arrivals = Channel.CreateUnbounded<Member>(new UnboundedChannelOptions { SingleReader = true });
    readonly NpgsqlDataSource _dataSource;
    readonly int _limit;
    readonly Task _writing;
    long _transactions;
    long _units;
    long _splits;

    /// <summary>Starts the writer.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="limit">The most units in one transaction.</param>
    public GroupCommit(NpgsqlDataSource dataSource, int limit = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        _dataSource = dataSource;
        _limit = limit;
        _writing = Task.Run(WriteGroupsAsync);
    }

    /// <summary>Transactions begun, units committed, and groups that had to be split.</summary>
    public (long Transactions, long Units, long Splits) Counts =>
        (Interlocked.Read(ref _transactions), Interlocked.Read(ref _units), Interlocked.Read(ref _splits));

    /// <summary>Writes the unit's rows. Completes when they are committed.</summary>
    internal Task WriteAsync(UnitOfWork unit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var member = new Member(unit, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_arrivals.Writer.TryWrite(member))
            throw new ObjectDisposedException(nameof(GroupCommit), "The database's writer has stopped; the message will be delivered again.");
        return member.Written.Task;
    }

    /// <summary>Writes what has arrived, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _arrivals.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    async Task WriteGroupsAsync()
    {
        var waiting = new List<Member>();
        while (waiting.Count > 0 || await _arrivals.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (waiting.Count < _limit && _arrivals.Reader.TryRead(out var arrived))
                waiting.Add(arrived);

            var group = TakeGroup(waiting);
            var failure = await TryWriteAsync(group).ConfigureAwait(false);
            if (failure is null)
            {
                foreach (var member in group)
                    member.Written.SetResult();
            }
            else if (group.Count == 1)
            {
                group[0].Written.SetException(failure);
            }
            else
            {
                Interlocked.Increment(ref _splits);
                foreach (var member in group)
                    await WriteAloneAsync(member).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes the first unit of each subject: two of one subject must not meet in a transaction, and their order is kept.</summary>
    static List<Member> TakeGroup(List<Member> waiting)
    {
        var subjects = new HashSet<Subject>();
        var group = new List<Member>(waiting.Count);
        waiting.RemoveAll(member =>
        {
            var first = member.Unit.Subject is not { } subject || subjects.Add(subject);
            if (first)
                group.Add(member);
            return first;
        });
        return group;
    }

    async Task WriteAloneAsync(Member member)
    {
        if (await TryWriteAsync([member]).ConfigureAwait(false) is { } failure)
            member.Written.SetException(failure);
        else
            member.Written.SetResult();
    }

    async Task<Exception?> TryWriteAsync(List<Member> group)
    {
        Interlocked.Increment(ref _transactions);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _dataSource.OpenConnectionAsync().ConfigureAwait(false);
            var writes = group.Count == 1 ? group[0].Unit.Writes : Together(group);
            await Transaction.CommitAsync(connection, writes, begun: false, CancellationToken.None).ConfigureAwait(false);
            Interlocked.Add(ref _units, group.Count);
            return null;
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to the units that wait for it, not to the loop.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (connection is not null)
                await Transaction.RollbackAsync(connection).ConfigureAwait(false);
            return exception;
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    static WriteSet Together(List<Member> group)
    {
        var writes = new WriteSet();
        foreach (var member in group)
            writes.Add(member.Unit.Writes);
        return writes;
    }

    sealed record Member(UnitOfWork Unit, TaskCompletionSource Written);
}
