namespace Sagas.EventStore;

/// <summary>The streams of one import as far as they have come: a head each, whatever their length.</summary>
sealed class ImportedStreams
{
    readonly Dictionary<StreamId, ImportedStream> streams = [];

    internal IReadOnlyCollection<ImportedStream> All => streams.Values;

    /// <summary>Ties an event to those of its stream that came before.</summary>
    internal LinkedEvent Add(ImportedEvent imported)
    {
        StoredText.ThrowIfNotStorable(imported.Tenant);
        var recordedAt = StoredTime.Of(imported.RecordedAt);
        var stream = streams.GetValueOrDefault(imported.Stream, new(StreamHead.None(imported.Stream, imported.Tenant), recordedAt, recordedAt));
        if (stream.Head.Tenant != imported.Tenant)
            throw ImportRefusedException.Tenant(imported.Stream);
        if (imported.Version != stream.Head.Version + 1)
            throw ImportRefusedException.Gap(imported.Stream, stream.Head.Version + 1, imported.Version);

        var linked = LinkedEvent.Behind(stream.Head, imported.Event);
        streams[imported.Stream] = stream with { Head = stream.Head with { Version = linked.Version, Hash = linked.Hash }, UpdatedAt = recordedAt };
        return linked;
    }
}

sealed record ImportedStream(StreamHead Head, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
