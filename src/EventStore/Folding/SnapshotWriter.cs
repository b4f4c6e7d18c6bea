using System.Threading.Channels;

namespace Sagas.EventStore;

/// <summary>
/// Takes snapshots behind the back of whoever appends: after a commit, off its path, and only when one is due. A snapshot that fails, or
/// that finds the writer busy, is not missed: the next append to the stream finds one due again.
/// </summary>
/// <typeparam name="TState">The folded state.</typeparam>
/// <typeparam name="TEvent">The base type of the stream's events.</typeparam>
public sealed class SnapshotWriter<TState, TEvent> : IAsyncDisposable
    where TEvent : class
{
    const int Waiting = 64;

    readonly IEventStore store;
    readonly Fold<TState, TEvent> fold;
    readonly Action<StreamId, Exception> failed;
    readonly Channel<(LoadedStream Before, TEvent[] Appended)> due =
        Channel.CreateBounded<(LoadedStream, TEvent[])>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    readonly Task writing;

    /// <summary>Begins to write what becomes due.</summary>
    /// <param name="store">Where the streams are.</param>
    /// <param name="fold">Says when a snapshot is due, and folds it.</param>
    /// <param name="failed">Told of a snapshot that could not be folded or written, for a log. It must not throw.</param>
    public SnapshotWriter(IEventStore store, Fold<TState, TEvent> fold, Action<StreamId, Exception> failed)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(failed);
        (this.store, this.fold, this.failed) = (store, fold, failed);
        writing = WriteAsync();
    }

    /// <summary>Events were appended and the append has committed. Neither waits nor throws.</summary>
    /// <param name="before">The stream as it was loaded, with the fold's stamp.</param>
    /// <param name="appended">What was appended behind it.</param>
    public void Committed(LoadedStream before, IReadOnlyCollection<TEvent> appended)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(appended);
        if (fold.IsSnapshotDue(before, before.Version + appended.Count))
            due.Writer.TryWrite((before, [.. appended]));
    }

    /// <summary>Writes what is still due, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        due.Writer.TryComplete();
        await writing.ConfigureAwait(false);
    }

    async Task WriteAsync()
    {
        await foreach (var (before, appended) in due.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                var snapshot = fold.Snapshot(before.Stream, fold.Advance(fold.Rebuild(before), appended));
                await store.SaveSnapshotAsync(snapshot).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failed(before.Stream, exception);
            }
        }
    }
}
