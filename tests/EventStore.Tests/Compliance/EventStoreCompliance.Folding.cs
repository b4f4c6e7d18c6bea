namespace Sagas.EventStore.Tests;

/// <summary>Streams that are folded as they are read.</summary>
public abstract partial class EventStoreCompliance
{
    static readonly Fold<Notes, OrderEvent> Noted = NotesFold(version: 1);

    sealed record Notes(int Count, string Last);

    [Fact]
    public async Task A_stream_that_does_not_exist_folds_to_the_initial_state()
    {
        foreach (var until in new[] { null, StreamMoment.AtVersion(3), StreamMoment.AtInstant(StandingClock.Noon) })
        {
            var folded = await Store.FoldAsync(stream, Noted, until);
            (folded.Head.Version, folded.Head.Tenant, folded.Current, folded.SnapshotVersion).ShouldBe((0, "default", new StreamState<Notes>(new Notes(0, ""), 0), 0));
        }
    }

    [Fact]
    public async Task A_folded_stream_is_what_a_loaded_one_is_rebuilt_to()
    {
        foreach (var note in new[] { "a", new string('b', 900), new string('c', 1_018), new string('d', 5_000), "e" })
            await AppendAsync(new OrderNoted(note), new OrderPlaced($"{note}@example.org", new Address("Ada", note), 1, "EUR"));
        await Store.AppendAsync(new StreamAppend(
            stream, ExpectedVersion.Exactly(10), [Some.Event("order-placed", """{"customerId": "erased", "shipTo": null, "total": "1"}""", """{"/customerId": "old"}""", 1)]));
        await AppendAsync([.. Enumerable.Repeat(new OrderNoted("f"), 1_200)]);

        foreach (var version in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1_211 })
        {
            var fold = HistoryFold();
            var events = await Store.ReadStreamAsync(stream).Take(version).Select(OrderEventTypes.Serializer.Deserialize).Cast<OrderEvent>().ToListAsync();
            var folded = await Store.FoldAsync(stream, fold, StreamMoment.AtVersion(version));
            folded.State.ShouldBe(events);
            folded.Version.ShouldBe(version);
        }

        var loaded = await Store.LoadAsync(stream);
        var whole = await Store.FoldAsync(stream, Noted);
        whole.Current.ShouldBe(Noted.Rebuild(loaded));
        (whole.Head.Version, whole.Head.Hash.Span.SequenceEqual(loaded.Head.Hash.Span)).ShouldBe((1_211, true));
        (await Store.AppendAsync(StreamAppend.After(whole.Head, Some.Events(1)))).LastVersion.ShouldBe(1_212);
    }

    [Fact]
    public async Task A_fold_begins_at_its_own_snapshot_and_at_no_other()
    {
        await AppendAsync(new OrderNoted("a"), new OrderNoted("b"), new OrderNoted("c"));
        await Store.SaveSnapshotAsync(new StreamSnapshot(stream, 2, """{"count": 20, "last": "from a snapshot"}"""u8.ToArray(), Noted.Stamp));

        var folded = await Store.FoldAsync(stream, Noted);
        (folded.Current, folded.SnapshotVersion).ShouldBe((new StreamState<Notes>(new Notes(21, "c"), 3), 2));
        (await Store.FoldAsync(stream, NotesFold(version: 2))).ShouldSatisfyAllConditions(
            other => other.State.ShouldBe(new Notes(3, "c")), other => other.SnapshotVersion.ShouldBe(0));

        await Store.SaveSnapshotAsync(new StreamSnapshot(stream, 3, """{"count": 30, "last": "of all"}"""u8.ToArray(), Noted.Stamp));
        (await Store.FoldAsync(stream, Noted)).State.ShouldBe(new Notes(30, "of all"));
        (await Store.FoldAsync(stream, Noted, StreamMoment.AtVersion(3))).State.ShouldBe(new Notes(3, "c"));
        (await Store.FoldAsync(stream, Noted, StreamMoment.AtInstant(StandingClock.Noon))).State.ShouldBe(new Notes(3, "c"));
    }

    [Fact]
    public async Task A_snapshot_is_due_after_a_fold_as_after_a_load()
    {
        await AppendAsync([.. Enumerable.Repeat(new OrderNoted("a"), 4)]);
        var folded = await Store.FoldAsync(stream, Noted);
        Noted.SnapshotIfDue(folded, folded.Current).ShouldBeNull();
        var snapshot = Noted.SnapshotIfDue(folded, Noted.Advance(folded.Current, [new OrderNoted("b")])).ShouldNotBeNull();
        await AppendAsync(new OrderNoted("b"), new OrderNoted("c"));
        await Store.SaveSnapshotAsync(snapshot);

        var again = await Store.FoldAsync(stream, Noted);
        (again.Current, again.SnapshotVersion).ShouldBe((new StreamState<Notes>(new Notes(6, "c"), 6), 5));
        Noted.SnapshotIfDue(again, again.Current).ShouldBeNull();
    }

    [Fact]
    public async Task The_past_is_the_beginning_of_a_stream()
    {
        // The clock of whoever appended the second was ahead.
        var noon = StandingClock.Noon;
        DateTimeOffset[] recorded = [noon.AddHours(-5), noon.AddHours(-2), noon.AddHours(-3), noon.AddHours(-1).AddMicroseconds(1)];
        await Import.ImportAsync(recorded.Select((at, i) => new ImportedEvent(stream, i + 1, NotedEvent(new OrderNoted($"{i + 1}")), at)).ToAsyncEnumerable());

        await ShouldBeFoldedAsync();
        await Archive.ArchiveAsync([(await Store.LoadAsync(stream)).Head], Some.Ends);
        await ShouldBeFoldedAsync();
        (await Store.FoldAsync(stream, Noted)).ShouldSatisfyAllConditions(whole => whole.State.ShouldBe(new Notes(4, "4")), whole => whole.Head.IsArchived.ShouldBeTrue());

        async Task ShouldBeFoldedAsync()
        {
            foreach (var (until, version) in new (StreamMoment, long)[]
            {
                (StreamMoment.AtVersion(0), 0), (StreamMoment.AtVersion(1), 1), (StreamMoment.AtVersion(4), 4), (StreamMoment.AtVersion(5), 4), (StreamMoment.AtVersion(long.MaxValue), 4),
                (StreamMoment.AtInstant(noon.AddHours(-6)), 0), (StreamMoment.AtInstant(recorded[0].AddTicks(-1)), 0), (StreamMoment.AtInstant(recorded[0].ToOffset(TimeSpan.FromHours(2))), 1),
                (StreamMoment.AtInstant(noon.AddHours(-3)), 1), (StreamMoment.AtInstant(noon.AddHours(-2)), 3), (StreamMoment.AtInstant(recorded[3].AddTicks(-1)), 3),
                (StreamMoment.AtInstant(recorded[3].AddTicks(9)), 4), (StreamMoment.AtInstant(noon), 4),
            })
            {
                var past = await Store.FoldAsync(stream, Noted, until);
                (past.Version, past.State, past.Head.Version).ShouldBe((version, new Notes((int)version, version == 0 ? "" : $"{version}"), 4), until.ToString());
            }
        }
    }

    [Fact]
    public async Task Whoever_was_erased_is_not_folded()
    {
        await AppendAsync(new OrderPlaced("ada@example.org", new Address("Ada", "London"), 12.50m, "EUR"));
        (await Store.FoldAsync(stream, HistoryFold())).State.ShouldBe([new OrderPlaced("ada@example.org", new Address("Ada", "London"), 12.50m, "EUR")]);

        await Erasure.EraseAsync([stream]);
        (await Store.FoldAsync(stream, HistoryFold())).State.ShouldBe([new OrderPlaced("erased", null!, 12.50m, "EUR")]);
    }

    [Fact]
    public async Task A_fold_stops_at_what_it_cannot_read_and_names_it()
    {
        await AppendAsync(new OrderNoted("a"));
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Exactly(1), [Some.Event("order-noted", """{"note": "b"}""", schemaVersion: 2)]));
        await AppendAsync(new OrderNoted("c"));

        (await Should.ThrowAsync<UnreadableEventException>(() => Store.FoldAsync(stream, Noted))).Message.ShouldStartWith($"Event 2 of {stream} cannot be read");
        (await Store.FoldAsync(stream, Noted, StreamMoment.AtVersion(1))).State.ShouldBe(new Notes(1, "a"));
    }

    static Fold<Notes, OrderEvent> NotesFold(int version) => new(
        OrderEventTypes.Serializer, new Notes(0, ""), (notes, happened) => happened is OrderNoted noted ? new Notes(notes.Count + 1, noted.Note) : notes, version, snapshotEvery: 5);

    static Fold<List<OrderEvent>, OrderEvent> HistoryFold() => new(OrderEventTypes.Serializer, [], (history, happened) => [.. history, happened], foldVersion: 1);

    static EventData NotedEvent(OrderEvent happened) => OrderEventTypes.Serializer.Serialize(happened, Guid.CreateVersion7(), Some.Metadata);

    Task<AppendResult> AppendAsync(params OrderEvent[] events) =>
        Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [.. events.Select(NotedEvent)]));
}
