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
/// mistake: the database stops it with a unique violation, or, where the id lies in the archive, it is such a conflict. Two transactions that lock streams and then create others may deadlock,
/// since a stream cannot be locked before it exists: PostgreSQL ends one of them with SQLSTATE 40P01, and it is run again.
/// </remarks>
public sealed class StreamAppendStatements
{
    // $1 stream, $2 its version before, $3 after, $4 hash, $5 tenant, $6 instant. A stream that is not where it is expected to be is neither created nor moved, and
    // then nothing is inserted behind it. Nor is it where an event's id lies in the archive, which the unique index of the living does not know.
    static string Created(string eventIds) =>
        $"""
        insert into streams (stream, version, last_hash, last_xid, tenant, created_at, updated_at)
        select $1, $3, $4, pg_current_xact_id(), $5, $6, $6 where {NoneArchived(eventIds)}
        on conflict (stream) do nothing
        returning stream, last_xid, tenant, updated_at
        """;

    static string Moved(string eventIds) =>
        $"""
        update streams
        set version = $3, last_hash = $4, last_xid = greatest(last_xid, pg_current_xact_id()), updated_at = $6
        where stream = $1 and version = $2 and tenant = $5 and archived_at is null and {NoneArchived(eventIds)}
        returning stream, last_xid, tenant, updated_at
        """;

    // Moves the heads that are where they are expected to be, and appends behind exactly those. The upsert takes the lock and then
    // looks at the row again, so nothing depends on the statement's snapshot, and one statement can do both. It goes through the
    // streams in the order of their names, as loading does, so that two appends do not wait for each other.
    // An append that expects events, to a stream that has none, must not create it: hence the look at what exists. Heads are never
    // deleted.
    static readonly string CreatedOrMoved =
        $"""
        insert into streams as head (stream, version, last_hash, last_xid, tenant, created_at, updated_at)
        select a.stream, a.version, a.hash, pg_current_xact_id(), a.tenant, a.recorded_at, a.recorded_at
        from appends a
        where (a.expected = 0 or (select s.version from streams s where s.stream = a.stream) is not null) and {NoneArchived(ManyIds)}
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
        """;

    // So many events have a statement of their own for each number of them: to take arrays apart costs a third of a short append.
    internal const int Few = 8;

    const string EventColumns = "version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, hash";

    const string ManyIds = "any((select $8)::uuid[])";

    // A list of values that meets one head stays in its order: there is nothing by which it could be joined in another. To sort it costs as much as an event.
    static readonly string[] CreateWithFew = [.. Enumerable.Range(1, Few).Select(events => ToOneStream(Created(FewIds(events)), Values(events)))];
    static readonly string[] MoveByFew = [.. Enumerable.Range(1, Few).Select(events => ToOneStream(Moved(FewIds(events)), Values(events)))];
    static readonly string CreateWithMany = ToOneStream(Created(ManyIds), $"unnest({Statement.Arrays(7, 16)})", " order by e.version");
    static readonly string MoveByMany = ToOneStream(Moved(ManyIds), $"unnest({Statement.Arrays(7, 16)})", " order by e.version");

    static readonly string AppendToMany = Append(
        $"""
        appends as (select * from unnest({Statement.Arrays(1, 6)}) as a (stream, expected, version, hash, tenant, recorded_at)),
        moved as ({CreatedOrMoved})
        """,
        $"""
        from unnest({Statement.Arrays(7, 17)}) as e ({EventColumns}, stream)
        join moved m on m.stream = e.stream
        order by e.stream, e.version
        """);

    static string ToOneStream(string moved, string events, string order = "") =>
        Append($"moved as ({moved})", $"from moved m cross join {events} as e ({EventColumns}){order}");

    static string NoneArchived(string eventIds) => $"not exists (select from events_archive where event_id = {eventIds})";

    static string FewIds(int events) =>
        $"any(array[{string.Join(", ", Enumerable.Range(0, events).Select(row => Statement.Parameters(8 + (10 * row), 1)))}])";

    static string Values(int events) => $"(values {string.Join(", ", Enumerable.Range(0, events).Select(row => $"({Statement.Parameters(7 + (10 * row), 10)})"))})";

    static string Append(string heads, string events) =>
        $"""
        with {heads}
        insert into events (
          xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, tenant, recorded_at, hash)
        select
          m.last_xid, m.stream, e.version, e.event_id, e.type, e.schema_version, e.data, e.personal, e.salt, e.personal_digest,
          e.metadata, m.tenant, m.updated_at, e.hash
        {events}
        """;

    readonly IReadOnlyList<PreparedAppend> appends;
    readonly NpgsqlBatchCommand command;
    readonly int events;

    /// <summary>Prepares to write appends, no two of them to one stream.</summary>
    public StreamAppendStatements(IReadOnlyList<PreparedAppend> appends)
    {
        ArgumentNullException.ThrowIfNull(appends);
        ArgumentOutOfRangeException.ThrowIfZero(appends.Count, nameof(appends));
        if (appends.Count > 1 && appends.DistinctBy(a => a.Before.Stream).Count() < appends.Count)
            throw new ArgumentException("Two of the appends go to one stream. Prepare them as one append.", nameof(appends));

        this.appends = appends;
        events = appends.Sum(a => a.Events.Count);
        command = appends is [var only] ? ToOne(only) : ToMany();
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

    /// <summary>The statement for an append of a few events, which <see cref="ShortAppend" /> has the parameters of.</summary>
    internal static string OfFew(PreparedAppend append) => (append.Before.Version == 0 ? CreateWithFew : MoveByFew)[append.Events.Count - 1];

    static NpgsqlBatchCommand ToOne(PreparedAppend append)
    {
        if (append.Events.Count <= Few)
        {
            var few = Statement.Of(OfFew(append));
            _ = new ShortAppend(few.Parameters, append.Events.Count).Set(append);
            return few;
        }

        var head = Statement.Of(append.Before.Version == 0 ? CreateWithMany : MoveByMany)
            .With(append.Before.Stream.ToString())
            .With(append.Before.Version)
            .With(append.After.Version)
            .With(append.After.Hash)
            .With(append.Before.Tenant)
            .With(append.RecordedAt);
        return WithEach(head, append.Events);
    }

    NpgsqlBatchCommand ToMany()
    {
        (StreamId Stream, LinkedEvent Linked)[] rows = [.. appends.SelectMany(a => a.Events, (a, linked) => (a.Before.Stream, linked))];
        var heads = Statement.Of(AppendToMany)
            .With(Each(appends, a => a.Before.Stream.ToString()))
            .With(Each(appends, a => a.Before.Version))
            .With(Each(appends, a => a.After.Version))
            .With(Each(appends, a => a.After.Hash))
            .With(Each(appends, a => a.Before.Tenant))
            .With(Each(appends, a => a.RecordedAt));
        return WithEach(heads, [.. rows.Select(row => row.Linked)]).With(Each(rows, row => row.Stream.ToString()));
    }

    static NpgsqlBatchCommand WithEach(NpgsqlBatchCommand heads, IReadOnlyList<LinkedEvent> events)
    {
        const NpgsqlDbType Jsonbs = NpgsqlDbType.Array | NpgsqlDbType.Jsonb;
        return heads
            .With(Each(events, linked => linked.Version))
            .With(Each(events, linked => linked.Event.EventId))
            .With(Each(events, linked => linked.Event.Type))
            .With(Each(events, linked => linked.Event.SchemaVersion))
            .With(Each(events, linked => linked.Event.Data), Jsonbs)
            .With(Each(events, linked => linked.Personal), Jsonbs)
            .With(Each(events, linked => linked.Salt))
            .With(Each(events, linked => linked.PersonalDigest))
            .With(Each(events, linked => linked.Metadata), Jsonbs)
            .With(Each(events, linked => linked.Hash));
    }

    static T[] Each<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];
}
