using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Places in the order of all events.</summary>
static class Places
{
    // Whatever the statistics say, only the index shows without reading all of them that there is none.
    const string Beyond = "select from recorded_events e where (e.xid, e.position) > ($1, $2) order by e.xid, e.position limit 1";

    internal static bool IsAfter(this GlobalCheckpoint one, GlobalCheckpoint other) => (one.Xid, one.Position).CompareTo((other.Xid, other.Position)) > 0;

    /// <summary>Whether there are events after a place, even such as can't be read yet because an older transaction is open.</summary>
    internal static async Task<bool> AnyAfterAsync(this NpgsqlDataSource dataSource, GlobalCheckpoint place, CancellationToken cancellationToken)
    {
        var batch = dataSource.CreateBatch();
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ReadInOrderAsync(new NpgsqlBatchCommand(Beyond).With(place), cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
    }
}
