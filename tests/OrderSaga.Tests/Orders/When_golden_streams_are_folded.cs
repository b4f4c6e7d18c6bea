using System.Text.Json;
using System.Text.Json.Nodes;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>
/// Streams as they are stored, and what the fold made of them when it was last reviewed. A snapshot is trusted as long as the fold's version
/// stays, so the fold may not change without it.
/// </summary>
public sealed class When_golden_streams_are_folded
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Orders", "Golden");

    public static TheoryData<string> Streams => [.. Directory.GetFiles(Folder, "*.stream.json").Select(file => Path.GetFileName(file).Split('.')[0]).Order()];

    [Theory]
    [MemberData(nameof(Streams))]
    public void The_state_is_the_one_committed_for_this_fold_version(string stream)
    {
        var folded = JsonSerializer.Serialize(OrderState.Initial.Fold(Stored(stream).Select(Read)), Json) + "\n";
        var committed = Path.Combine(Folder, $"{stream}.fold-{OrderStateFold.FoldVersion}.json");
        var received = Path.ChangeExtension(committed, ".received.json");
        File.WriteAllText(received, folded);

        folded.ShouldBe(
            File.Exists(committed) ? File.ReadAllText(committed) : "",
            $"The fold makes something else of a stored stream than it did, so snapshots taken before would be wrong. If it is meant, raise "
            + $"FoldVersion, review {received} and commit it as {Path.GetFileName(committed)}.");
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Events_are_written_as_they_are_stored(string stream)
    {
        foreach (var stored in Stored(stream))
            JsonSerializer.SerializeToNode(Read(stored), TypeOf(stored).ClrType, Json)!.ToJsonString().ShouldBe(stored["data"]!.ToJsonString());
    }

    [Fact]
    public void Every_event_type_is_among_them() =>
        Streams.SelectMany(stream => Stored(stream.Data)).Select(stored => TypeOf(stored).Name).Distinct()
            .ShouldBe(OrderEventTypes.All.Select(type => type.Name), ignoreOrder: true);

    static IEnumerable<JsonNode> Stored(string stream) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{stream}.stream.json")))!.AsArray().Select(node => node!);

    static Sagas.EventStore.EventType TypeOf(JsonNode stored) =>
        OrderEventTypes.All.Single(type => type.Name == (string?)stored["type"] && type.SchemaVersion == (int?)stored["version"]);

    static OrderEvent Read(JsonNode stored) => (OrderEvent)stored["data"].Deserialize(TypeOf(stored).ClrType, Json)!;
}
