using Npgsql;

namespace Sagas.Projections;

/// <summary>Tells how the projections stand.</summary>
public sealed class ProjectionMonitor(NpgsqlDataSource dataSource)
{
    const string Query =
        """
        select p.projection, p.live_slot,
          (select count(*) from (select from recorded_events e where (e.xid, e.position) > (c.xid, c.position) order by e.xid, e.position limit 10000) behind),
          greatest(interval '0', clock_timestamp() - (
            select e.recorded_at from recorded_events e where (e.xid, e.position) > (c.xid, c.position) order by e.xid, e.position limit 1)),
          (select count(*) from projection_members m where m.projection = p.projection and m.slot = p.live_slot and m.alive_until >= clock_timestamp()),
          (select count(*) from projection_set_aside s where s.projection = p.projection and s.slot = p.live_slot and s.dismissed_at is null),
          (select coalesce(array_agg(distinct x.error), '{}') from projection_partitions x where x.projection = p.projection and x.slot = p.live_slot and x.error is not null),
          p.spare, p.rebuild_started_at, p.rebuild_events,
          (select sum(x.events)::bigint from projection_partitions x where x.projection = p.projection and x.slot <> p.live_slot), clock_timestamp()
        from projections p
        cross join lateral (
          select x.xid, x.position from projection_partitions x where x.projection = p.projection and x.slot = p.live_slot order by x.xid, x.position limit 1) c
        order by p.projection
        """;

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<ProjectionStatus>> ReadAsync(CancellationToken cancellationToken = default)
    {
        var batch = dataSource.CreateBatch();
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ReadInOrderAsync(new NpgsqlBatchCommand(Query), cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var projections = new List<ProjectionStatus>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            projections.Add(Read(reader));
        return projections;
    }

    static ProjectionStatus Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt64(2),
        row.IsDBNull(3) ? TimeSpan.Zero : row.GetFieldValue<TimeSpan>(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.GetFieldValue<string[]>(6),
        row.GetString(7),
        row.GetString(7) == "building"
            ? new RebuildProgress(row.GetInt64(10), row.GetInt64(9), row.GetFieldValue<DateTimeOffset>(11) - row.GetFieldValue<DateTimeOffset>(8))
            : null);
}
