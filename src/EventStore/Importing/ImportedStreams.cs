namespace Sagas.EventStore;

/// <summary>The streams of one import as far as they have come: a head each, whatever their length.</summary>
sealed class ImportedStreams
{
    readonly Dictionary<StreamId, ImportedStream> streams = [];
    LinkedEvent? last;

    internal IReadOnlyCollection<ImportedStream> All => streams.Values;

    /// <summary>Ties an event to those of its stream that came before.</summary>
    internal LinkedEvent Add(ImportedEvent imported)
    {
        var recordedAt = StoredTime.Of(imported.RecordedAt);
        if (!streams.TryGetValue(imported.Stream, out var stream))
        {
            StoredText.ThrowIfNotStorable(imported.Tenant);
            streams.Add(imported.Stream, stream = new ImportedStream(StreamHead.None(imported.Stream, imported.Tenant), recordedAt));
        }

        if (stream.Head.Tenant != imported.Tenant)
            throw ImportRefusedException.Tenant(imported.Stream);
        if (imported.Version != stream.Head.Version + 1)
            throw ImportRefusedException.Gap(imported.Stream, stream.Head.Version + 1, imported.Version);

        last = LinkedEvent.Behind(stream.Head, imported.Event, last);
        stream.MoveTo(last, recordedAt);
        return last;
    }
}

/// <summary>A stream that is being imported.</summary>
sealed class ImportedStream(StreamHead head, DateTimeOffset createdAt)
{
    internal StreamHead Head { get; private set; } = head;

    internal DateTimeOffset CreatedAt { get; } = createdAt;

    internal DateTimeOffset UpdatedAt { get; private set; } = createdAt;

    internal void MoveTo(LinkedEvent imported, DateTimeOffset recordedAt) =>
        (Head, UpdatedAt) = (Head with { Version = imported.Version, Hash = imported.Hash }, recordedAt);
}
