using System.Text;
using System.Text.Json.Nodes;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>A stream in a file of the folder Golden, event by event as it was once written.</summary>
sealed record GoldenStream(string Name)
{
    static readonly StreamId Id = OrderStreams.StreamOf(new Guid("0198f3a0-0000-7000-8000-00000000000f"));

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Orders", "Golden");

    public static IEnumerable<GoldenStream> All =>
        Directory.GetFiles(Folder, "*.stream.json").Order().Select(file => new GoldenStream(Path.GetFileName(file).Split('.')[0]));

    public IReadOnlyList<JsonNode> Stored { get; } =
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{Name}.stream.json")))!.AsArray().Select(node => node!)];

    /// <summary>As a store gives it to whoever loads it.</summary>
    public async Task<LoadedStream> LoadAsync()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        await store.AppendAsync(new StreamAppend(Id, ExpectedVersion.NoStream, [.. Stored.Select(DataOf)]));
        return await store.LoadAsync(Id);
    }

    static EventData DataOf(JsonNode stored) => new()
    {
        EventId = Guid.CreateVersion7(),
        Type = (string)stored["type"]!,
        SchemaVersion = (int)stored["version"]!,
        Data = Encoding.UTF8.GetBytes(stored["data"]!.ToJsonString()),
        Metadata = new EventMetadata { Actor = "golden" },
    };
}
