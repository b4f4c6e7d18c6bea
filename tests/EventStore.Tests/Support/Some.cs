using System.Text;

namespace Sagas.EventStore.Tests;

/// <summary>Streams and events whose details do not matter.</summary>
static class Some
{
    internal static readonly EventMetadata Metadata = new() { Actor = "tests" };

    /// <summary>What a stream of these tests may end with.</summary>
    internal static readonly string[] Ends = ["counted", "noted", "order-noted", "moved"];

    internal static StreamId Stream(string category = "order") => new(category, Guid.CreateVersion7());

    internal static EventData Event(string type = "counted", string data = "{}", string? personal = null, int schemaVersion = 1) => new()
    {
        EventId = Guid.CreateVersion7(),
        Type = type,
        SchemaVersion = schemaVersion,
        Data = Encoding.UTF8.GetBytes(data),
        Personal = personal is null ? null : Encoding.UTF8.GetBytes(personal),
        Metadata = Metadata,
    };

    internal static EventData[] Events(int count) => [.. Enumerable.Range(0, count).Select(n => Event(data: $$"""{"n":{{n}}}"""))];

    internal static string Canonical(this ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(CanonicalJson.Of(json).Span);

    internal static string Canonical(string json) => Canonical((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(json));
}
