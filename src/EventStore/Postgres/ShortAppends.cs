using System.Collections.Concurrent;
using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// Appends a few events to one stream, each append a statement and a commit of its own. Commands are used again, as many as run at once: to make one takes longer, and more
/// memory, than to fill it in.
/// </summary>
sealed class ShortAppends(NpgsqlDataSource dataSource)
{
    // By how many events they append, those that create the stream first.
    readonly ConcurrentBag<(NpgsqlCommand Command, ShortAppend Parameters)>[] resting =
        [.. Enumerable.Range(0, 2 * StreamAppendStatements.Few).Select(_ => new ConcurrentBag<(NpgsqlCommand, ShortAppend)>())];

    /// <returns>How many events were written: all or none.</returns>
    internal async Task<int> RunAsync(PreparedAppend append, CancellationToken cancellationToken)
    {
        var bag = resting[append.Events.Count - 1 + (append.Before.Version == 0 ? 0 : StreamAppendStatements.Few)];
        var (command, parameters) = bag.TryTake(out var rested) ? rested : Make(append);
        parameters.Set(append);

        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        command.Connection = connection;
        var written = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        // One that failed does not come back: a statement that was cancelled may still be on its way.
        bag.Add((command, parameters));
        return written;
    }

    static (NpgsqlCommand Command, ShortAppend Parameters) Make(PreparedAppend append)
    {
        var command = new NpgsqlCommand(StreamAppendStatements.OfFew(append));
        return (command, new ShortAppend(command.Parameters, append.Events.Count));
    }
}
