namespace Sagas.EventStore.Benchmark;

/// <summary>The event that is appended, as big as an order's usually are. Its JSON is in canonical form as it is written, so that the floor may hash it as it stands.</summary>
sealed record ParcelMoved(string Carrier, string Place, string ShipmentId, string TrackingNumber)
{
    public const string StoredName = "parcel-moved";

    public static ParcelMoved Any { get; } = new("Federal Shipping", "Kassel, hub 3", "0198f3a0-0000-7000-8000-000000000001", "FS-2025-000417");
}

/// <summary>What parcels' events amount to.</summary>
sealed record Parcel(long Moves, string? Place)
{
    public static EventSerializer Serializer { get; } = new(new EventTypeMap([new EventType<ParcelMoved>(ParcelMoved.StoredName)]));

    public static Fold<Parcel, ParcelMoved> Fold { get; } =
        new(Serializer, new Parcel(0, null), (parcel, moved) => new Parcel(parcel.Moves + 1, moved.Place), foldVersion: 1);

    public static StreamId NewStream() => new("parcel", Guid.CreateVersion7());

    public static EventMetadata Metadata(StreamId stream) => new() { Actor = "carrier", CorrelationId = Guid.Parse(stream.Id) };

    public static EventData[] Events(StreamId stream, int count)
    {
        // As the floor does, and as whoever decides on several events would: they have one cause.
        var metadata = Metadata(stream);
        return [.. Enumerable.Range(0, count).Select(_ => Serializer.Serialize(ParcelMoved.Any, Guid.CreateVersion7(), metadata))];
    }
}
