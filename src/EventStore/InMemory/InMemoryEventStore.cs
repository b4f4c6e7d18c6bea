namespace Sagas.EventStore;

/// <summary>A store in memory with the semantics of the one on PostgreSQL, for tests and trials.</summary>
public sealed class InMemoryEventStore(TimeProvider time) : IEventStore, IEventImport, IStreamArchive, IPersonErasure
{
    readonly Lock gate = new();
    readonly List<RecordedEvent> all = [];
    readonly Dictionary<StreamId, List<RecordedEvent>> streams = [];
    readonly Dictionary<Guid, (StreamId Stream, long Version)> stored = [];
    readonly Dictionary<StreamId, StreamSnapshot> snapshots = [];
    readonly HashSet<StreamId> archived = [];
    readonly HashSet<StreamId> erased = [];

    /// <inheritdoc />
    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken = default)
    {
        AppendRules.Check(appends);
        lock (gate)
        {
            var now = time.GetUtcNow();
            var results = new AppendResult[appends.Count];
            var prepared = new List<PreparedAppend>();
            for (var i = 0; i < results.Length; i++)
            {
                if (AppendRules.ResultOfFirst(appends[i], stored) is { } first)
                {
                    results[i] = first;
                    continue;
                }

                prepared.Add(AppendRules.Prepare(appends[i], Head(appends[i].Stream, appends[i].Tenant), now));
                results[i] = prepared[^1].Result;
            }

            prepared.ForEach(Write);
            return Task.FromResult<IReadOnlyList<AppendResult>>(results);
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default) =>
        Read(() => Events(stream).Where(e => e.Version >= fromVersion)).ToAsyncEnumerable();

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(
        StreamId stream,
        long fromVersion = long.MaxValue,
        CancellationToken cancellationToken = default) =>
        Read(() => Events(stream).Where(e => e.Version <= fromVersion).Reverse()).ToAsyncEnumerable();

    /// <inheritdoc />
    public Task<LoadedStream> LoadAsync(StreamId stream, string? stamp = null, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            var snapshot = snapshots.GetValueOrDefault(stream) is { } kept && kept.Stamp == stamp ? kept : null;
            var tail = Events(stream).Skip((int)(snapshot?.Version ?? 0)).ToArray();
            return Task.FromResult(new LoadedStream(Head(stream), snapshot, tail));
        }
    }

    /// <inheritdoc />
    public Task<FoldedStream<TState>> FoldAsync<TState, TEvent>(
        StreamId stream, Fold<TState, TEvent> fold, StreamMoment? until = null, CancellationToken cancellationToken = default)
        where TEvent : class
    {
        ArgumentNullException.ThrowIfNull(fold);
        lock (gate)
        {
            var snapshot = until is null && snapshots.GetValueOrDefault(stream) is { } kept && kept.Stamp == fold.Stamp ? kept : null;
            var (state, version) = (fold.StartOf(snapshot), snapshot?.Version ?? 0);
            foreach (var recorded in Events(stream).Skip((int)version).TakeWhile(recorded => until?.Includes(recorded) ?? true))
                (state, version) = (fold.Evolve(state, fold.Serializer.Deserialize(recorded)), recorded.Version);
            return Task.FromResult(new FoldedStream<TState>(Head(stream), new StreamState<TState>(state, version), snapshot?.Version ?? 0));
        }
    }

    /// <inheritdoc />
    public Task SaveSnapshotAsync(StreamSnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (gate)
        {
            var kept = snapshots.GetValueOrDefault(snapshot.Stream);
            if (!erased.Contains(snapshot.Stream) && snapshot.Version <= Head(snapshot.Stream).Version && (kept?.Stamp != snapshot.Stamp || kept.Version < snapshot.Version))
                snapshots[snapshot.Stream] = snapshot with { State = snapshot.State.ToArray() };
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StreamSnapshot>> SampleSnapshotsAsync(string stamp, int count, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            var candidates = snapshots.Values.Where(s => s.Stamp == stamp).ToArray();
            Random.Shared.Shuffle(candidates);
            return Task.FromResult<IReadOnlyList<StreamSnapshot>>([.. candidates.Take(count)]);
        }
    }

    /// <inheritdoc />
    public Task DiscardSnapshotAsync(StreamSnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (gate)
        {
            if (snapshots.GetValueOrDefault(snapshot.Stream) is { } kept && (kept.Version, kept.Stamp) == (snapshot.Version, snapshot.Stamp))
                snapshots.Remove(snapshot.Stream);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(GlobalCheckpoint after, EventFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Read(() => all.Skip((int)after.Position).Where(filter.Admits)).ToAsyncEnumerable();
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEventType>> ListEventTypesAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<StoredEventType>>(
                [.. all.Select(e => new StoredEventType(e.Type, e.SchemaVersion)).Distinct().OrderBy(t => t.Type, StringComparer.Ordinal).ThenBy(t => t.SchemaVersion)]);
        }
    }

    /// <inheritdoc />
    public async Task<long> ImportAsync(IAsyncEnumerable<ImportedEvent> events, CancellationToken cancellationToken = default)
    {
        var imported = await events.ToListAsync(cancellationToken).ConfigureAwait(false);
        lock (gate)
        {
            var heads = new ImportedStreams();
            var linked = imported.ConvertAll(heads.Add);
            if (heads.All.FirstOrDefault(s => streams.ContainsKey(s.Head.Stream)) is { } existing)
                throw ImportRefusedException.Exists(existing.Head.Stream);
            if (linked.DistinctBy(l => l.Event.EventId).Count(l => !stored.ContainsKey(l.Event.EventId)) < linked.Count)
                throw ImportRefusedException.DuplicateId();

            foreach (var (source, link) in imported.Zip(linked))
                Write(source.Stream, link, source.Tenant, StoredTime.Of(source.RecordedAt));
            return imported.Count;
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StreamHead>> FindEndedAsync(
        IReadOnlyCollection<string> endingTypes,
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<StreamHead>>(
            [
                .. streams.Values.Select(events => events[^1])
                    .Where(last => endingTypes.Contains(last.Type) && last.RecordedAt < before && !archived.Contains(last.Stream))
                    .Take(limit)
                    .Select(last => Head(last.Stream)),
            ]);
        }
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StreamId>> ArchiveAsync(
        IReadOnlyCollection<StreamHead> ended,
        IReadOnlyCollection<string> endingTypes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endingTypes);
        lock (gate)
        {
            StreamId[] chosen = [.. ended.Where(e => e.Version > 0 && e.Version == Head(e.Stream).Version).Select(e => e.Stream).Where(e => !archived.Contains(e))];
            if (chosen.FirstOrDefault(stream => !endingTypes.Contains(Events(stream)[^1].Type)) is { } goingOn)
                throw new StreamNotEndedException(goingOn, endingTypes);
            return Task.FromResult<IReadOnlyList<StreamId>>([.. chosen.Where(archived.Add)]);
        }
    }

    /// <inheritdoc />
    public Task<long> EraseAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streams);
        lock (gate)
        {
            var count = 0L;
            foreach (var stream in streams.Distinct())
            {
                erased.Add(stream);
                snapshots.Remove(stream);
                foreach (var recorded in Events(stream).Where(recorded => recorded.Personal is { IsErased: false }).ToArray())
                {
                    Replace(recorded, recorded with { Personal = new PersonalData { Digest = recorded.Personal!.Digest } });
                    count++;
                }
            }

            return Task.FromResult(count);
        }
    }

    void Replace(RecordedEvent recorded, RecordedEvent by)
    {
        all[(int)recorded.Checkpoint.Position - 1] = by;
        streams[recorded.Stream][(int)recorded.Version - 1] = by;
    }

    List<RecordedEvent> Events(StreamId stream) => streams.GetValueOrDefault(stream, []);

    StreamHead Head(StreamId stream, string tenant = StreamAppend.DefaultTenant) =>
        Events(stream) is [.., var last]
            ? new StreamHead(stream, last.Version, last.Hash, last.Tenant) { IsArchived = archived.Contains(stream) }
            : StreamHead.None(stream, tenant);

    void Write(PreparedAppend append)
    {
        foreach (var linked in append.Events)
            Write(append.Before.Stream, linked, append.Before.Tenant, append.RecordedAt);
    }

    void Write(StreamId stream, LinkedEvent linked, string tenant, DateTimeOffset recordedAt)
    {
        var recorded = Record(stream, linked, tenant, recordedAt);
        all.Add(recorded);
        streams.TryAdd(stream, []);
        streams[stream].Add(recorded);
        stored.Add(recorded.EventId, (stream, recorded.Version));
    }

    // Copied, because the buffers stay the caller's.
    RecordedEvent Record(StreamId stream, LinkedEvent linked, string tenant, DateTimeOffset recordedAt) => new()
    {
        Checkpoint = new GlobalCheckpoint(0, all.Count + 1),
        Stream = stream,
        Version = linked.Version,
        EventId = linked.Event.EventId,
        Type = linked.Event.Type,
        SchemaVersion = linked.Event.SchemaVersion,
        Data = linked.Event.Data.ToArray(),
        Personal = linked.PersonalDigest is null
            ? null
            : new PersonalData { Value = linked.Event.Personal.ToArray(), Salt = linked.Salt, Digest = linked.PersonalDigest },
        MetadataJson = linked.Metadata,
        Tenant = tenant,
        RecordedAt = recordedAt,
        Hash = linked.Hash,
    };

    // Read when the enumeration begins, and copied, so that appending meanwhile does not disturb it.
    IEnumerable<RecordedEvent> Read(Func<IEnumerable<RecordedEvent>> read)
    {
        RecordedEvent[] events;
        lock (gate)
        {
            events = [.. read()];
        }

        foreach (var recorded in events)
            yield return recorded;
    }
}
