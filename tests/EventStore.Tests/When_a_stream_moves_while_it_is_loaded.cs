namespace Sagas.EventStore.Tests;

public sealed class When_a_stream_moves_while_it_is_loaded(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly PostgresEventStore store = new(database.App, TimeProvider.System);
    readonly StreamId stream = Some.Stream();

    [Fact]
    public async Task A_load_that_waited_for_the_lock_sees_what_its_holder_committed()
    {
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1)));
        await using var holder = await database.App.OpenConnectionAsync();
        await using var holding = await holder.BeginTransactionAsync();
        await using var waiter = await database.App.OpenConnectionAsync();
        await using var waiting = await waiter.BeginTransactionAsync();

        var held = (await holder.LoadAsync(locking: true, new StreamLoad(stream)))[0];
        var load = waiter.LoadAsync(locking: true, new StreamLoad(stream, "stamp"));
        await database.WaitsForALockAsync(waiter);
        await holder.ExecuteAsync(new StreamAppendStatements([new PreparedAppend(held.Head, Some.Events(2), StandingClock.Noon)]).Commands);
        await holding.CommitAsync();

        var loaded = (await load)[0];
        loaded.Version.ShouldBe(3);
        loaded.Tail.Select(e => e.Version).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_load_without_a_lock_is_never_torn()
    {
        using var written = new CancellationTokenSource();
        var writing = WriteAsync(events: 400, written);
        long loads = 0, last = 0;

        await using var connection = await database.App.OpenConnectionAsync();
        while (!written.IsCancellationRequested)
        {
            // A torn one cannot be made: LoadedStream refuses parts that do not fit together.
            var loaded = (await connection.LoadAsync(locking: false, new StreamLoad(stream, $"stamp-{loads++ % 2}")))[0];
            loaded.Version.ShouldBeGreaterThanOrEqualTo(last);
            last = loaded.Version;
        }

        await writing;
        loads.ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task A_stream_that_is_archived_after_its_head_was_read_is_whole()
    {
        var fold = new Fold<int, OrderNoted>(OrderEventTypes.Serializer, 0, (count, _) => count + 1, foldVersion: 1);
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [.. Enumerable.Range(0, 3).Select(_ => Some.Event("order-noted"))]));
        await using var owner = await database.Owner.OpenConnectionAsync();
        await using var moving = await owner.BeginTransactionAsync();
        await using var locked = new Npgsql.NpgsqlCommand("lock table events in access exclusive mode", owner);
        await locked.ExecuteNonQueryAsync();

        var (folding, loading) = (store.FoldAsync(stream, fold), store.LoadAsync(stream));
        await Eventually.SeesAsync(
            () => database.Owner.ScalarAsync<long>("select count(*) from pg_locks where not granted and relation = 'events'::regclass"), waiting => waiting == 2, "two that wait for the events");
        await using var archive = new Npgsql.NpgsqlCommand($"select archive_streams(array['{stream}'], array[3], array['order-noted'])", owner);
        await archive.ExecuteNonQueryAsync();
        await moving.CommitAsync();

        (await folding).State.ShouldBe(3);
        (await loading).Tail.Count.ShouldBe(3);
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        var memory = new InMemoryEventStore(TimeProvider.System);
        var events = Events(memory, 3);
        var head = new StreamHead(stream, 3, events[2].Hash, "default");
        var snapshot = new StreamSnapshot(stream, 1, "{}"u8.ToArray(), "stamp");

        Should.Throw<CorruptStreamException>(() => new LoadedStream(head, null, events[..2])).Message.ShouldContain("end at 2");
        Should.Throw<CorruptStreamException>(() => new LoadedStream(head, null, events[1..])).Message.ShouldContain("where event 1 belongs, event 2");
        Should.Throw<CorruptStreamException>(() => new LoadedStream(head, snapshot, events));
        Should.Throw<CorruptStreamException>(() => new LoadedStream(head, snapshot, events[2..]));
        Should.Throw<CorruptStreamException>(() => new LoadedStream(head with { Hash = events[0].Hash }, null, events)).Message.ShouldContain("hash");
        new LoadedStream(head, snapshot, events[1..]).Version.ShouldBe(3);
    }

    RecordedEvent[] Events(InMemoryEventStore memory, int count)
    {
        memory.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(count))).IsCompletedSuccessfully.ShouldBeTrue();
        return [.. memory.ReadStreamAsync(stream).ToBlockingEnumerable()];
    }

    async Task WriteAsync(int events, CancellationTokenSource written)
    {
        try
        {
            var head = StreamHead.None(stream);
            for (var i = 0; i < events; i++)
            {
                await store.AppendAsync(StreamAppend.After(head, Some.Events(1)));
                head = (await store.LoadAsync(stream, $"stamp-{i % 2}")).Head;
                await store.SaveSnapshotAsync(new StreamSnapshot(stream, head.Version, "{}"u8.ToArray(), $"stamp-{i / 7 % 2}"));
            }
        }
        finally
        {
            await written.CancelAsync();
        }
    }
}
