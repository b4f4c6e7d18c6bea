using Npgsql;

namespace Sagas.EventStore;

/// <summary>The archive on PostgreSQL: the table <c>events_archive</c>.</summary>
/// <param name="app">As role <c>sagas_app</c>, to find what has ended.</param>
/// <param name="archiver">As role <c>sagas_archiver</c>, which can run <c>archive_streams</c> and nothing else.</param>
public sealed class PostgresStreamArchive(NpgsqlDataSource app, NpgsqlDataSource archiver) : IStreamArchive
{
    // The type's index leads to the ends. Those that are archived are not in the table any more, so it never wades through them.
    const string FindEnded =
        $"""
        select h.stream, {HeadRow.Columns}
        from events e
        join streams h on h.stream = e.stream and h.version = e.version
        where e.type = any($1) and e.recorded_at < $2 and h.archived_at is null
        limit $3
        """;

    static readonly string Archive = $"select archive_streams({Statement.Arrays(1, 3)})";

    /// <inheritdoc />
    public async Task<IReadOnlyList<StreamHead>> FindEndedAsync(
        IReadOnlyCollection<string> endingTypes,
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken = default) =>
        await app.ReadAsync(
            Statement.Of(FindEnded).With(endingTypes.ToArray()).With(before.ToUniversalTime()).With(limit),
            row => HeadRow.Read(row, StreamId.Parse(row.GetString(0)), 1),
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<IReadOnlyList<StreamId>> ArchiveAsync(
        IReadOnlyCollection<StreamHead> ended,
        IReadOnlyCollection<string> endingTypes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endingTypes);
        try
        {
            return await archiver.ReadAsync(
                Statement.Of(Archive)
                    .With(ended.Select(e => e.Stream.ToString()).ToArray())
                    .With(ended.Select(e => e.Version).ToArray())
                    .With(endingTypes.ToArray()),
                row => StreamId.Parse(row.GetString(0)),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException goingOn) when (goingOn is { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState, ConstraintName: { } stream })
        {
            throw new StreamNotEndedException(StreamId.Parse(stream), endingTypes, goingOn);
        }
    }
}
