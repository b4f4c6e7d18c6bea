using System.Collections.Concurrent;
using Sagas.EventStore;

namespace Sagas.Projections.Tests;

/// <summary>Keeps of each stream how many events it had and the versions in the order in which they came: what came twice, or out of order, shows for ever.</summary>
sealed class Tally : IProjection
{
    public const string Schema =
        """
        create table tally (slot text not null, stream text not null, events bigint not null, versions text not null, primary key (slot, stream)) partition by list (slot);
        create table tally_a partition of tally for values in ('a');
        create table tally_b partition of tally for values in ('b');
        grant select, insert, update, delete on tally to sagas_app;
        grant truncate on tally_a, tally_b to sagas_app;
        """;

    /// <summary>Which process it runs in; connections are named after it.</summary>
    public string Process { get; init; } = "one";

    /// <summary>Looks at each batch before it is applied.</summary>
    public Func<ProjectionBatch, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Looks at each batch before its checkpoint is moved.</summary>
    public Func<ProjectionBatch, Task> Preparing { get; set; } = _ => Task.CompletedTask;

    /// <summary>What is counted for an event; a bug counts something else.</summary>
    public Func<RecordedEvent, long> Count { get; set; } = _ => 1;

    public ConcurrentBag<string> Seen { get; } = [];

    public string Name => "tally";

    public IReadOnlyList<ReadModelTable> Tables { get; init; } = [new("tally", "stream")];

    public bool FoldsStreams { get; init; }

    public SlotIndexes? Indexes { get; set; }

    public async Task<Func<CancellationToken, Task>> PrepareAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        await Preparing(batch);
        return writing => ApplyAsync(batch, writing);
    }

    public async Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        await Before(batch, cancellationToken);
        var streams = batch.Events.GroupBy(recorded => recorded.Stream.ToString()).ToList();
        await batch.ExecuteAsync(
            """
            insert into tally as t (slot, stream, events, versions) select $1, * from unnest($2, $3, $4)
            on conflict (slot, stream) do update set events = t.events + excluded.events, versions = t.versions || ',' || excluded.versions
            """,
            [
                batch.Slot,
                streams.Select(stream => stream.Key).ToArray(),
                streams.Select(stream => stream.Sum(Count)).ToArray(),
                streams.Select(stream => string.Join(',', stream.Select(recorded => recorded.Version))).ToArray(),
            ],
            cancellationToken);
        foreach (var stream in streams)
            Seen.Add(stream.Key);
    }

    /// <summary>What the tally must be: made of the streams themselves. The rows of it that are not so.</summary>
    public const string Differences =
        """
        select coalesce(t.stream, e.stream) || ': ' || coalesce(t.versions, 'nothing') || ' instead of ' || coalesce(e.versions, 'nothing')
        from (select * from tally where slot = (select live_slot from projections)) t
        full join (select stream, count(*) as events, string_agg(version::text, ',' order by version) as versions from recorded_events group by stream) e using (stream)
        where (t.events, t.versions) is distinct from (e.events, e.versions)
        """;
}
