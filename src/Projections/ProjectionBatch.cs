using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Some events, and the transaction to apply them in.</summary>
/// <param name="Connection">In the transaction, when it is time to write. Never commit, roll back or close it.</param>
/// <param name="Slot">The slot to read and write: <c>a</c> or <c>b</c>.</param>
/// <param name="Events">The events, in global order; while streams are replayed, stream after stream, each in its order.</param>
public sealed record ProjectionBatch(NpgsqlConnection Connection, string Slot, IReadOnlyList<RecordedEvent> Events)
{
    /// <summary>
    /// The events that somebody left out of this slot for good, of the streams of the batch and others: only these may be missing between an event and the one before it.
    /// </summary>
    public IReadOnlySet<(StreamId Stream, long Version)> Dismissed { get; init; } = new HashSet<(StreamId, long)>();

    /// <summary>Runs one statement with the parameters $1, $2, ...</summary>
    /// <returns>The number of rows.</returns>
    public async Task<int> ExecuteAsync(string sql, object[] parameters, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var command = new NpgsqlCommand(sql, Connection);
        await using var disposing = command.ConfigureAwait(false);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
