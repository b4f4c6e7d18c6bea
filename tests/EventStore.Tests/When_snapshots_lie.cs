namespace Sagas.EventStore.Tests;

public sealed class When_snapshots_lie(TestDatabase database) : IClassFixture<TestDatabase>
{
    sealed record Tally(int Notes);

    static readonly Fold<Tally, OrderEvent> Fold = new(
        OrderEventTypes.Serializer, new Tally(0), (tally, _) => new Tally(tally.Notes + 1), foldVersion: 1, snapshotEvery: 5);

    [Fact]
    public Task They_are_discarded_and_named_in_memory() => They_are_discarded_and_namedAsync(new InMemoryEventStore(TimeProvider.System));

    [Fact]
    public Task They_are_discarded_and_named_on_PostgreSQL() =>
        They_are_discarded_and_namedAsync(new PostgresEventStore(database.App, TimeProvider.System));

    static async Task They_are_discarded_and_namedAsync(IEventStore store)
    {
        StreamId[] streams = [.. Enumerable.Range(0, 6).Select(_ => Some.Stream())];
        foreach (var stream in streams)
        {
            await AppendAsync(store, stream, 7);
            await store.SaveSnapshotAsync(new StreamSnapshot(stream, 5, """{"notes":  5}"""u8.ToArray(), Fold.Stamp));
        }

        var audit = new SnapshotAudit<Tally, OrderEvent>(store, Fold);
        (await audit.RunAsync(sample: 10)).ShouldSatisfyAllConditions(r => r.Looked.ShouldBe(6), r => r.Discarded.ShouldBeEmpty());
        (await audit.RunAsync(sample: 2)).Looked.ShouldBe(2);

        await AppendAsync(store, streams[2], 1);
        await store.SaveSnapshotAsync(new StreamSnapshot(streams[2], 8, """{"notes": 9}"""u8.ToArray(), Fold.Stamp));
        await store.SaveSnapshotAsync(new StreamSnapshot(streams[4], 5, """{"notes": 999}"""u8.ToArray(), "of another fold"));
        var report = await audit.RunAsync(sample: 10);

        (report.Looked, report.Discarded.Single()).ShouldBe((5, (streams[2], 8L)));
        (await store.LoadAsync(streams[2], Fold.Stamp)).Snapshot.ShouldBeNull();
        (await store.LoadAsync(streams[4], "of another fold")).Snapshot.ShouldNotBeNull();
        (await store.LoadAsync(streams[3], Fold.Stamp)).Snapshot.ShouldNotBeNull();
        (await audit.RunAsync(sample: 10)).Discarded.ShouldBeEmpty();
    }

    static Task<AppendResult> AppendAsync(IEventStore store, StreamId stream, int count) => store.AppendAsync(new StreamAppend(
        stream,
        ExpectedVersion.Any,
        [.. Enumerable.Range(0, count).Select(_ => OrderEventTypes.Serializer.Serialize(new OrderNoted("again"), Guid.CreateVersion7(), Some.Metadata))]));
}
