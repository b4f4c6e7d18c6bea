using Npgsql;

namespace Sagas.EventStore;

/// <summary>What is asked of the database to fold one stream.</summary>
static class FoldStatements
{
    // Events between two versions: where a stream lies is known from its head.
    internal const string BetweenLiving = $"select {FoldRows.Columns} from events e {UnlockedLoad.Range}";

    internal const string Between = $"select {FoldRows.Columns} from recorded_events e {UnlockedLoad.Range}";

    // The stream's beginning ends before its first event whose time has not come.
    const string HeadAtInstant =
        $"""
        select {HeadRow.Columns}, coalesce(
          (select e.version - 1 from recorded_events e where e.stream = $1 and e.recorded_at > $2 order by e.version limit 1), h.version)
        from streams h where h.stream = $1
        """;

    /// <summary>The head, with the snapshot that may be used or with the last version at an instant.</summary>
    internal static NpgsqlBatchCommand Head(StreamId stream, string stamp, StreamMoment? until) => until?.Instant is { } instant
        ? Statement.Of(HeadAtInstant).With(stream.ToString()).With(StoredTime.Of(instant))
        : Statement.Of(UnlockedLoad.HeadAndSnapshot).With(stream.ToString()).With(until is null ? stamp : null);
}
