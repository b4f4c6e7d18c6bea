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
    // Moves the heads that are where they are expected to be, and appends behind exactly those. The upsert takes the lock and then
    // looks at the row again, so nothing depends on the statement's snapshot, and one statement can do both. It goes through the
    // streams in the order of their names, as loading does, so that two appends do not wait for each other.
    // An append that expects events, to a stream that has none, must not create it: hence the exists. Heads are never deleted.
    const string Append =
        """
        with appends as (
          select * from unnest($1, $2, $3, $4, $5, $6) as a (stream, expected, version, hash, tenant, recorded_at)
        ),
        moved as (
          insert into streams as head (stream, version, last_hash, last_xid, tenant, created_at, updated_at)
          select a.stream, a.version, a.hash, pg_current_xact_id(), a.tenant, a.recorded_at, a.recorded_at
          from appends a
          where a.expected = 0 or exists (select from streams s where s.stream = a.stream)
          order by a.stream
          on conflict (stream) do update
          set version = excluded.version,
              last_hash = excluded.last_hash,
              last_xid = greatest(head.last_xid, excluded.last_xid),
              updated_at = excluded.updated_at
          where head.tenant = excluded.tenant
            and head.version = (select a.expected from appends a where a.stream = excluded.stream)
          returning stream, last_xid, tenant, updated_at
        )
        insert into events (
          xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, tenant, recorded_at, hash)
        select
          m.last_xid, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data, e.personal, e.salt, e.personal_digest,
          e.metadata, m.tenant, m.updated_at, e.hash
        from unnest($7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
          as e (stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, hash)
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
        command = WithEvents(WithHeads(Statement.Of(Append)));
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

    NpgsqlBatchCommand WithHeads(NpgsqlBatchCommand statement) => statement
        .With(Array(a => a.Before.Stream.ToString()))
        .With(Array(a => a.Before.Version))
        .With(Array(a => a.After.Version))
        .With(Array(a => a.After.Hash))
        .With(Array(a => a.Before.Tenant))
        .With(Array(a => a.RecordedAt));

    NpgsqlBatchCommand WithEvents(NpgsqlBatchCommand statement)
    {
        var rows = new (PreparedAppend Append, LinkedEvent Linked)[events];
        var i = 0;
        foreach (var append in appends)
        {
            foreach (var linked in append.Events)
                rows[i++] = (append, linked);
        }

        const NpgsqlDbType Jsonbs = NpgsqlDbType.Array | NpgsqlDbType.Jsonb;
        return statement
            .With(System.Array.ConvertAll(rows, r => r.Append.Before.Stream.ToString()))
            .With(System.Array.ConvertAll(rows, r => r.Linked.Version))
            .With(System.Array.ConvertAll(rows, r => r.Linked.Event.EventId))
            .With(System.Array.ConvertAll(rows, r => r.Linked.Event.Type))
            .With(System.Array.ConvertAll(rows, r => r.Linked.Event.SchemaVersion))
            .With(System.Array.ConvertAll(rows, r => r.Linked.Event.Data), Jsonbs)
            .With(System.Array.ConvertAll(rows, r => r.Linked.Event.Personal.IsEmpty ? null : (ReadOnlyMemory<byte>?)r.Linked.Event.Personal), Jsonbs)
            .With(System.Array.ConvertAll(rows, r => r.Linked.Salt))
            .With(System.Array.ConvertAll(rows, r => r.Linked.PersonalDigest))
            .With(System.Array.ConvertAll(rows, r => r.Linked.Event.Metadata.ToJson()), Jsonbs)
            .With(System.Array.ConvertAll(rows, r => r.Linked.Hash));
    }

    T[] Array<T>(Func<PreparedAppend, T> value) => [.. appends.Select(value)];
}
