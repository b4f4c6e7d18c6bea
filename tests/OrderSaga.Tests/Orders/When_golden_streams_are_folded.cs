using System.Text.Json;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>
/// Streams as they are stored, in every version that there ever was, and what the fold made of them when it was last reviewed. A snapshot is trusted as
/// long as the fold's version stays, so neither the fold nor an upcaster may change without it.
/// </summary>
public sealed class When_golden_streams_are_folded
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    static readonly OrderStreams Orders = new(TimeProvider.System);

    public static TheoryData<string> Streams => [.. GoldenStream.All.Select(stream => stream.Name)];

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task The_state_is_the_one_committed_for_this_fold_version(string stream)
    {
        var folded = JsonSerializer.Serialize(Orders.Fold.Rebuild(await new GoldenStream(stream).LoadAsync()).State, Json) + "\n";
        var committed = Path.Combine(GoldenStream.Folder, $"{stream}.fold-{OrderStateFold.FoldVersion}.json");
        var received = Path.ChangeExtension(committed, ".received.json");
        await File.WriteAllTextAsync(received, folded, TestContext.Current.CancellationToken);

        folded.ShouldBe(
            File.Exists(committed) ? await File.ReadAllTextAsync(committed, TestContext.Current.CancellationToken) : "",
            $"The fold makes something else of a stored stream than it did, so snapshots taken before would be wrong. If it is meant, raise "
            + $"FoldVersion, review {received} and commit it as {Path.GetFileName(committed)}.");
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Events_of_todays_version_are_written_as_they_are_stored(string stream)
    {
        var golden = new GoldenStream(stream);
        foreach (var (recorded, stored) in (await golden.LoadAsync()).Tail.Zip(golden.Stored).Where(it => IsOfToday(it.First)))
        {
            var read = Orders.Serializer.Deserialize(recorded);
            JsonSerializer.SerializeToNode(read, read.GetType(), Json)!.ToJsonString().ShouldBe(stored["data"]!.ToJsonString());
        }
    }

    [Fact]
    public void Every_version_of_every_event_type_is_among_them() =>
        GoldenStream.All.SelectMany(stream => stream.Stored).Select(stored => $"{stored["type"]} {stored["version"]}").Distinct()
            .ShouldBe(OrderEventTypes.All.SelectMany(type => Enumerable.Range(1, type.SchemaVersion).Select(version => $"{type.Name} {version}")), ignoreOrder: true);

    static bool IsOfToday(RecordedEvent recorded) =>
        OrderEventTypes.All.Single(type => type.Name == recorded.Type).SchemaVersion == recorded.SchemaVersion;
}
