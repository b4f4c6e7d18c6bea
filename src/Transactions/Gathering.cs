using System.Threading.Channels;
using Npgsql;

namespace Sagas.Transactions;

/// <summary>
/// Does the work of several units at once. While one group is worked on, the units that arrive gather for the next, so groups form only under load and an
/// idle database keeps its latency.
/// </summary>
/// <remarks>
/// A group that fails is halved, and halved again, until the member that can't succeed stands alone: it costs the others a few more attempts and nothing
/// else. A group is not halved when the server is out of reach, because each part would only wait for it again.
/// </remarks>
/// <param name="work">Does the work of a group whole, or throws and leaves no trace of it.</param>
/// <param name="limit">The most members of a group.</param>
sealed class Gathering<TWork>(Func<IReadOnlyList<TWork>, Task> work, int limit) : IAsyncDisposable
{
    readonly Channel<Member> _arrivals = Channel.CreateUnbounded<Member>(new UnboundedChannelOptions { SingleReader = true });
    Task? _working;
    long _attempts;
    long _members;
    long _splits;

    /// <summary>Groups attempted, members whose work was done, and groups that were halved.</summary>
    public GroupCounts Counts => new(Interlocked.Read(ref _attempts), Interlocked.Read(ref _members), Interlocked.Read(ref _splits));

    public Gathering<TWork> Start()
    {
        _working = Task.Run(WorkAsync);
        return this;
    }

    /// <summary>Completes when the work is done, alone or with that of others.</summary>
    /// <param name="subject">Two members about one subject are never in one group, and keep their order.</param>
    /// <param name="part">The member's part of the work.</param>
    public Task AddAsync(Subject? subject, TWork part)
    {
        var member = new Member(subject, part, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_arrivals.Writer.TryWrite(member))
            throw new ObjectDisposedException(nameof(UnitsOfWork), "The units of work of this database have ended; the message will be delivered again.");
        return member.Done.Task;
    }

    /// <summary>Does what has arrived, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _arrivals.Writer.TryComplete();
        if (_working is not null)
            await _working.ConfigureAwait(false);
    }

    async Task WorkAsync()
    {
        var waiting = new List<Member>();
        while (waiting.Count > 0 || await _arrivals.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (waiting.Count < limit && _arrivals.Reader.TryRead(out var arrived))
                waiting.Add(arrived);
            await WorkAsync(FirstOfEachSubject(waiting)).ConfigureAwait(false);
        }
    }

    static List<Member> FirstOfEachSubject(List<Member> waiting)
    {
        var subjects = new HashSet<Subject>();
        var group = new List<Member>(waiting.Count);
        waiting.RemoveAll(member =>
        {
            var first = member.Subject is not { } subject || subjects.Add(subject);
            if (first)
                group.Add(member);
            return first;
        });
        return group;
    }

    async Task WorkAsync(List<Member> group)
    {
        var failure = await TryAsync(group).ConfigureAwait(false);
        if (failure is null)
        {
            Interlocked.Add(ref _members, group.Count);
            foreach (var member in group)
                member.Done.SetResult();
        }
        else if (group.Count == 1 || Failure.IsOfTheServer(failure))
        {
            foreach (var member in group)
                member.Done.SetException(failure);
        }
        else
        {
            Interlocked.Increment(ref _splits);
            var half = group.Count / 2;
            await WorkAsync(group[..half]).ConfigureAwait(false);
            await WorkAsync(group[half..]).ConfigureAwait(false);
        }
    }

    async Task<Exception?> TryAsync(List<Member> group)
    {
        Interlocked.Increment(ref _attempts);
        try
        {
            await work([.. group.Select(member => member.Part)]).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to the units that wait for it. The loop that serves all units must go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    sealed record Member(Subject? Subject, TWork Part, TaskCompletionSource Done);
}

/// <summary>What came of sharing.</summary>
/// <param name="Attempts">Groups that were attempted, halves of others included.</param>
/// <param name="Units">Units whose work was done.</param>
/// <param name="Splits">Groups that failed and were halved.</param>
public readonly record struct GroupCounts(long Attempts, long Units, long Splits);
