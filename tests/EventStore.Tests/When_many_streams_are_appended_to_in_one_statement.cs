namespace Sagas.EventStore.Tests;

public sealed class When_many_streams_are_appended_to_in_one_statement(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly PostgresEventStore store = new(database.App, TimeProvider.System);

    [Fact]
    public async Task Each_gets_its_events_behind_its_own_head()
    {
        StreamId[] streams = [.. Enumerable.Range(0, 50).Select(_ => Some.Stream())];
        foreach (var stream in streams[..25])
            await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(2), "acme"));

        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var loaded = await connection.LoadAsync(locking: true, [.. streams.Select(s => new StreamLoad(s))]);
        var appends = new StreamAppendStatements(
            [.. loaded.Select((l, i) => new PreparedAppend(l.Head, Some.Events(1 + (i % 3)), StandingClock.Noon))]);
        await connection.ExecuteAsync(appends.Commands);
        appends.Verify();
        await transaction.CommitAsync();

        loaded.Select(l => (l.Stream, l.Version)).ShouldBe(streams.Select((s, i) => (s, i < 25 ? 2L : 0L)));
        for (var i = 0; i < streams.Length; i++)
        {
            var now = await store.LoadAsync(streams[i]);
            now.Version.ShouldBe(loaded[i].Version + 1 + (i % 3));
            now.Tail[^1].Tenant.ShouldBe(i < 25 ? "acme" : "default");
            now.Tail[^1].RecordedAt.ShouldBe(StandingClock.Noon);
            (await HashChain.VerifyAsync(store.ReadStreamAsync(streams[i]), now.Head)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Each_is_loaded_with_the_snapshot_of_its_own_stamp()
    {
        var (order, invoice, none) = (Some.Stream(), Some.Stream("invoice"), Some.Stream());
        foreach (var stream in new[] { order, invoice })
        {
            await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(4)));
            await store.SaveSnapshotAsync(new StreamSnapshot(stream, 3, "{}"u8.ToArray(), $"{stream.Category}-stamp"));
        }

        await using var connection = await database.App.OpenConnectionAsync();
        var loaded = await connection.LoadAsync(
            locking: false,
            new StreamLoad(none, "order-stamp"),
            new StreamLoad(invoice, "invoice-stamp"),
            new StreamLoad(order, "order-stamp"),
            new StreamLoad(invoice, "order-stamp"));

        loaded.Select(l => (l.Stream, l.Version, l.Snapshot?.Version, l.Tail.Count)).ShouldBe(
            [(none, 0, null, 0), (invoice, 4, 3, 1), (order, 4, 3, 1), (invoice, 4, null, 4)]);
    }

    [Fact]
    public async Task The_reader_stays_on_the_last_result_set_so_that_others_can_go_on()
    {
        var stream = Some.Stream();
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1)));

        foreach (var locking in new[] { true, false })
        {
            var load = new StreamLoadStatements([new StreamLoad(stream)], locking);
            await using var batch = database.App.CreateBatch([new("select 'before'"), .. load.Commands, new("select 'after'")]);
            await using var reader = await batch.ExecuteReaderAsync();
            await reader.NextResultAsync();
            (await load.ReadAsync(reader))[0].Version.ShouldBe(1);
            (await reader.NextResultAsync()).ShouldBeTrue();
            (await reader.ReadAsync()).ShouldBeTrue();
            reader.GetString(0).ShouldBe("after");
        }
    }

    [Fact]
    public void Two_appends_to_one_stream_are_a_mistake()
    {
        var head = StreamHead.None(Some.Stream());
        var append = new PreparedAppend(head, Some.Events(1), StandingClock.Noon);

        Should.Throw<ArgumentException>(() => new StreamAppendStatements([append, new PreparedAppend(append.After, Some.Events(1), StandingClock.Noon)]));
    }
}
