namespace Sagas.EventStore.Tests;

public sealed class When_a_state_is_folded
{
    sealed record Tally(int Orders, decimal Total);

    sealed record TallyWithNotes(int Orders, decimal Total, string[] Notes);

    readonly InMemoryEventStore store = new(TimeProvider.System);
    readonly StreamId stream = Some.Stream();
    readonly Fold<Tally, OrderEvent> fold = Fold(version: 1);

    [Fact]
    public async Task A_stream_that_does_not_exist_is_the_initial_state() =>
        fold.Rebuild(await store.LoadAsync(stream, fold.Stamp)).ShouldBe(new StreamState<Tally>(new Tally(0, 0), 0));

    [Fact]
    public async Task Every_event_evolves_it()
    {
        await AppendAsync(3);

        fold.Rebuild(await store.LoadAsync(stream, fold.Stamp)).ShouldBe(new StreamState<Tally>(new Tally(3, 4.50m), 3));
    }

    [Fact]
    public async Task A_snapshot_is_due_after_so_many_events_and_yields_the_same_state()
    {
        await AppendAsync(4);
        var loaded = await store.LoadAsync(stream, fold.Stamp);
        var current = fold.Rebuild(loaded);
        fold.SnapshotIfDue(loaded, current).ShouldBeNull();

        var placed = await AppendAsync(1);
        current = fold.Advance(current, placed);
        await store.SaveSnapshotAsync(fold.SnapshotIfDue(loaded, current).ShouldNotBeNull());
        await AppendAsync(1);

        var again = await store.LoadAsync(stream, fold.Stamp);
        again.Snapshot!.Version.ShouldBe(5);
        again.Tail.Count.ShouldBe(1);
        fold.Rebuild(again).ShouldBe(new StreamState<Tally>(new Tally(6, 9.00m), 6));
        fold.SnapshotIfDue(again, fold.Rebuild(again)).ShouldBeNull();
    }

    [Fact]
    public async Task A_snapshot_of_another_fold_is_never_served()
    {
        await AppendAsync(5);
        await store.SaveSnapshotAsync(new StreamSnapshot(stream, 5, """{"orders": 999, "total": 999}"""u8.ToArray(), Fold(version: 2).Stamp));

        fold.Rebuild(await store.LoadAsync(stream, fold.Stamp)).State.Orders.ShouldBe(5);
        var wrong = await store.LoadAsync(stream, Fold(version: 2).Stamp);
        Should.Throw<ArgumentException>(() => fold.Rebuild(wrong)).Message.ShouldContain("stamp");
    }

    [Fact]
    public void Its_stamp_changes_with_the_fold_the_states_shape_and_the_events_versions()
    {
        var older = new EventSerializer(new EventTypeMap([new EventType<OrderPlaced>("order-placed", 2), OrderEventTypes.Noted]));
        var fewer = new EventSerializer(new EventTypeMap([OrderEventTypes.Placed]));
        string[] stamps =
        [
            fold.Stamp,
            Fold(version: 2).Stamp,
            new Fold<TallyWithNotes, OrderEvent>(OrderEventTypes.Serializer, new TallyWithNotes(0, 0, []), (state, _) => state, 1).Stamp,
            new Fold<Tally, OrderEvent>(older, new Tally(0, 0), Evolve, 1).Stamp,
            new Fold<Tally, OrderEvent>(fewer, new Tally(0, 0), Evolve, 1).Stamp,
        ];

        stamps.Distinct().Count().ShouldBe(stamps.Length);
        Fold(version: 1).Stamp.ShouldBe(fold.Stamp);
    }

    static Fold<Tally, OrderEvent> Fold(int version) => new(OrderEventTypes.Serializer, new Tally(0, 0), Evolve, version, snapshotEvery: 5);

    static Tally Evolve(Tally state, OrderEvent happened) => happened switch
    {
        OrderPlaced placed => new Tally(state.Orders + 1, state.Total + placed.Total),
        _ => state,
    };

    async Task<OrderEvent[]> AppendAsync(int count)
    {
        OrderEvent[] placed = [.. Enumerable.Repeat(new OrderPlaced("c", new Address("Ada", "London"), 1.50m, "EUR"), count)];
        await store.AppendAsync(new StreamAppend(
            stream, ExpectedVersion.Any, [.. placed.Select(e => OrderEventTypes.Serializer.Serialize(e, Guid.CreateVersion7(), Some.Metadata))]));
        return placed;
    }
}
