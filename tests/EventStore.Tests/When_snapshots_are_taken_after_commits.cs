namespace Sagas.EventStore.Tests;

public sealed class When_snapshots_are_taken_after_commits
{
    sealed record Tally(int Notes);

    static readonly Fold<Tally, OrderEvent> Fold = new(OrderEventTypes.Serializer, new Tally(0), (tally, _) => new Tally(tally.Notes + 1), foldVersion: 1);

    readonly InMemoryEventStore store = new(TimeProvider.System);
    readonly StreamId stream = Some.Stream();
    readonly List<(StreamId Stream, Exception Why)> failures = [];

    [Fact]
    public async Task One_is_taken_after_every_fifty_events()
    {
        var taken = new List<long?>();
        for (var version = 1; version <= 102; version++)
        {
            await AppendAsync(Fold);
            taken.Add((await store.LoadAsync(stream, Fold.Stamp)).Snapshot?.Version);
        }

        taken.ShouldBe([.. Enumerable.Repeat<long?>(null, 49), .. Enumerable.Repeat<long?>(50, 50), .. Enumerable.Repeat<long?>(100, 3)]);
        Fold.Rebuild(await store.LoadAsync(stream, Fold.Stamp)).ShouldBe(new StreamState<Tally>(new Tally(102), 102));
        failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_fails_is_told_of_and_due_again()
    {
        var broken = new Fold<Tally, OrderEvent>(OrderEventTypes.Serializer, new Tally(0), (_, _) => throw new InvalidOperationException("it broke"), 1, snapshotEvery: 2);
        for (var version = 1; version <= 3; version++)
            await AppendAsync(broken);

        failures.Select(f => (f.Stream, f.Why.Message)).ShouldBe([(stream, "it broke"), (stream, "it broke")]);
        (await store.LoadAsync(stream, broken.Stamp)).Snapshot.ShouldBeNull();
    }

    async Task AppendAsync(Fold<Tally, OrderEvent> fold)
    {
        await using var writer = new SnapshotWriter<Tally, OrderEvent>(store, fold, (failed, why) => failures.Add((failed, why)));
        var before = await store.LoadAsync(stream, fold.Stamp);
        var noted = new OrderNoted("once more");
        await store.AppendAsync(StreamAppend.After(before.Head, [OrderEventTypes.Serializer.Serialize(noted, Guid.CreateVersion7(), Some.Metadata)]));
        writer.Committed(before, [noted]);
    }
}
