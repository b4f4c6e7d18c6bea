using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore;

/// <summary>
/// The statement that appends to any number of streams, for a transaction that somebody else runs: add <see cref="Commands" /> to a
/// batch, execute it, and call <see cref="Verify" /> before committing. Nothing here opens, commits or rolls back anything. The
/// transaction is read committed.
/// </summary>
/// <remarks>
/// A stream that is not where its append was prepared gets nothing, and the database reports no error: the row count tells, and the
/// transaction stays usable. A repeated append is such a conflict too, because its version has passed: whoever runs the transaction
/// recognises repeats, by an inbox for instance. An event id that is stored already but comes at the stream's present version is a
/// mistake, and the database stops it with a unique violation. Two transactions that lock streams and then create others may deadlock,
/// since a stream cannot be locked before it exists: PostgreSQL ends one of them with SQLSTATE 40P01, and it is run again.
/// </remarks>
public sealed class StreamAppendStatements
{
    static readonly string AppendOne = Append(
        "select $1 as stream, $2 as expected, $3 as version, $4 as hash, $5 as tenant, $6 as recorded_at",
        """
        select $7 as stream, $8 as version, $9 as event_id, $10 as type, $11 as schema_version, $12 as data, $13 as personal, $14 as salt,
          $15 as personal_digest, $16 as metadata, $17 as hash
        """);

    static readonly string AppendMany = Append(
        $"""
        select * from unnest({Statement.Arrays(1, 6)}) as a (stream, expected, version, hash, tenant, recorded_at)
        """,
        $"""
        select * from unnest({Statement.Arrays(7, 17)}) as e (
          stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, hash)
        """);

    // Moves the heads that are where they are expected to be, and appends behind exactly those. The upsert takes the lock and then
    // looks at the row again, so nothing depends on the statement's snapshot, and one statement can do both. It goes through the
    // streams in the order of their names, as loading does, so that two appends do not wait for each other.
    // An append that expects events, to a stream that has none, must not create it: hence the look at what exists. Heads are never
    // deleted.
    static string Append(string appends, string events) =>
        $"""
        with appends as ({appends}),
        moved as (
          insert into streams as head (stream, version, last_hash, last_xid, tenant, created_at, updated_at)
          select a.stream, a.version, a.hash, pg_current_xact_id(), a.tenant, a.recorded_at, a.recorded_at
          from appends a
          where a.expected = 0 or (select s.version from streams s where s.stream = a.stream) is not null
          order by a.stream
          on conflict (stream) do update
          set version = excluded.version,
              last_hash = excluded.last_hash,
              last_xid = greatest(head.last_xid, excluded.last_xid),
              updated_at = excluded.updated_at
          where head.tenant = excluded.tenant
            and head.archived_at is null
            and head.version = (select a.expected from appends a where a.stream = excluded.stream)
          returning stream, last_xid, tenant, updated_at
        )
        insert into events (
          xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, tenant, recorded_at, hash)
        select
          m.last_xid, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data, e.personal, e.salt, e.personal_digest,
          e.metadata, m.tenant, m.updated_at, e.hash
        from ({events}) e
        join moved m on m.stream = e.stream
        order by e.stream, e.version
        """;

    readonly IReadOnlyList<PreparedAppend> appends;
    readonly NpgsqlBatchCommand command;
    readonly int events;

    /// <summary>Prepares to write appends, no two of them to one stream.</summary>
    public StreamAppendStatements(IReadOnlyList<PreparedAppend> appends)
    {
        ArgumentNullException.ThrowIfNull(appends);
        ArgumentOutOfRangeException.ThrowIfZero(appends.Count, nameof(appends));
        if (appends.DistinctBy(a => a.Before.Stream).Count() < appends.Count)
            throw new ArgumentException("Two of the appends go to one stream. Prepare them as one append.", nameof(appends));

        this.appends = appends;
        events = appends.Sum(a => a.Events.Count);
        command = events == 1 ? One(appends[0], appends[0].Events[0]) : Many();
        Commands = [command];
    }

    /// <summary>The statements. They yield no result set.</summary>
    public IReadOnlyList<NpgsqlBatchCommand> Commands { get; }

    internal bool Wrote => (int)command.RecordsAffected == events;

    /// <summary>Checks, once the batch has run, that every append was written.</summary>
    /// <exception cref="VersionConflictException">
    /// At least one stream was not where its append was prepared. It got nothing; the other streams got their events, so roll back
    /// unless it was the only one.
    /// </exception>
    public void Verify()
    {
        if (!Wrote)
            throw appends is [var only] ? new VersionConflictException(only.Before) : new VersionConflictException(appends.Select(a => a.Before));
    }

    static NpgsqlBatchCommand One(PreparedAppend append, LinkedEvent linked) => Statement.Of(AppendOne)
        .With(append.Before.Stream.ToString())
        .With(append.Before.Version)
        .With(append.After.Version)
        .With(append.After.Hash)
        .With(append.Before.Tenant)
        .With(append.RecordedAt)
        .With(append.Before.Stream.ToString())
        .With(linked.Version)
        .With(linked.Event.EventId)
        .With(linked.Event.Type)
        .With(linked.Event.SchemaVersion)
        .With(linked.Event.Data, NpgsqlDbType.Jsonb)
        .With(linked.Personal, NpgsqlDbType.Jsonb)
        .With(linked.Salt, NpgsqlDbType.Bytea)
        .With(linked.PersonalDigest, NpgsqlDbType.Bytea)
        .With(linked.Metadata, NpgsqlDbType.Jsonb)
        .With(linked.Hash);

    NpgsqlBatchCommand Many()
    {
        const NpgsqlDbType Jsonbs = NpgsqlDbType.Array | NpgsqlDbType.Jsonb;
        (StreamId Stream, LinkedEvent Linked)[] rows = [.. appends.SelectMany(a => a.Events, (a, linked) => (a.Before.Stream, linked))];
        return Statement.Of(AppendMany)
            .With(Each(appends, a => a.Before.Stream.ToString()))
            .With(Each(appends, a => a.Before.Version))
            .With(Each(appends, a => a.After.Version))
            .With(Each(appends, a => a.After.Hash))
            .With(Each(appends, a => a.Before.Tenant))
            .With(Each(appends, a => a.RecordedAt))
            .With(Each(rows, r => r.Stream.ToString()))
            .With(Each(rows, r => r.Linked.Version))
            .With(Each(rows, r => r.Linked.Event.EventId))
            .With(Each(rows, r => r.Linked.Event.Type))
            .With(Each(rows, r => r.Linked.Event.SchemaVersion))
            .With(Each(rows, r => r.Linked.Event.Data), Jsonbs)
            .With(Each(rows, r => r.Linked.Personal), Jsonbs)
            .With(Each(rows, r => r.Linked.Salt))
            .With(Each(rows, r => r.Linked.PersonalDigest))
            .With(Each(rows, r => r.Linked.Metadata), Jsonbs)
            .With(Each(rows, r => r.Linked.Hash));
    }

    static T[] Each<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];
}
