namespace Sagas.EventStore.Tests;

public sealed class When_somebody_tampers_with_the_events(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly PostgresEventStore store = new(database.App, TimeProvider.System);
    readonly StreamId stream = Some.Stream();

    [Theory]
    [InlineData("update events set data = jsonb_set(data, '{n}', '7') where stream = '{0}' and version = 3", 3, "content")]
    [InlineData("update events set data = data || '{\"extra\": null}' where stream = '{0}' and version = 3", 3, "content")]
    [InlineData("update events set type = 'renamed' where stream = '{0}' and version = 2", 2, "content")]
    [InlineData("update events set schema_version = 2 where stream = '{0}' and version = 2", 2, "content")]
    [InlineData("update events set event_id = gen_random_uuid() where stream = '{0}' and version = 4", 4, "content")]
    [InlineData("update events set hash = sha256('x') where stream = '{0}' and version = 2", 2, "content")]
    [InlineData("update events set personal = '{\"/name\": \"Eve\"}' where stream = '{0}' and version = 1", 1, "personal")]
    [InlineData("update events set salt = 'x' where stream = '{0}' and version = 1", 1, "personal")]
    [InlineData("update events set personal_digest = sha256('x'), personal = null, salt = null where stream = '{0}' and version = 1", 1, "content")]
    [InlineData("delete from events where stream = '{0}' and version = 3", 4, "predecessor")]
    [InlineData("delete from events where stream = '{0}' and version = 1", 2, "predecessor")]
    [InlineData("delete from events where stream = '{0}' and version = 5", 5, "head")]
    [InlineData(
        "update events set version = 9 where stream = '{0}' and version = 4;" +
        "update events set version = 4 where stream = '{0}' and version = 5;" +
        "update events set version = 5 where stream = '{0}' and version = 9", 4, "content")]
    public async Task The_first_event_that_does_not_fit_is_named(string tampering, long version, string why)
    {
        await AppendFiveAsync();
        var head = (await store.LoadAsync(stream)).Head;

        await database.Owner.ExecuteAsync(tampering.Replace("{0}", stream.ToString(), StringComparison.Ordinal));

        var broken = await HashChain.VerifyAsync(store.ReadStreamAsync(stream), head);
        broken.ShouldNotBeNull();
        (broken.Stream, broken.Version).ShouldBe((stream, version));
        broken.Why.ShouldContain(why);
    }

    [Fact]
    public async Task A_stream_without_its_end_is_never_loaded()
    {
        await AppendFiveAsync();
        await database.Owner.ExecuteAsync($"delete from events where stream = '{stream}' and version = 5");

        (await Should.ThrowAsync<CorruptStreamException>(() => store.LoadAsync(stream))).Stream.ShouldBe(stream);
    }

    [Theory]
    [InlineData("delete from events where stream = '{0}'", "end at 0")]
    [InlineData("delete from events where stream = '{0}' and version = 1", "where event 1 belongs, event 2")]
    [InlineData("delete from events where stream = '{0}' and version = 3", "where event 3 belongs, event 4")]
    [InlineData("delete from events where stream = '{0}' and version = 5", "end at 4")]
    [InlineData("update events set hash = sha256('x') where stream = '{0}' and version = 5", "hash")]
    [InlineData("update streams set last_hash = sha256('x') where stream = '{0}'", "hash")]
    public async Task Parts_that_do_not_fit_together_are_not_folded(string tampering, string why)
    {
        var fold = new Fold<int, OrderNoted>(OrderEventTypes.Serializer, 0, (count, _) => count + 1, foldVersion: 1);
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [.. Enumerable.Range(0, 5).Select(_ => Some.Event("order-noted"))]));
        await database.Owner.ExecuteAsync(tampering.Replace("{0}", stream.ToString(), StringComparison.Ordinal));

        (await Should.ThrowAsync<CorruptStreamException>(() => store.FoldAsync(stream, fold))).Message.ShouldContain(why);
        (await Should.ThrowAsync<CorruptStreamException>(() => store.LoadAsync(stream))).Message.ShouldContain(why);
    }

    [Fact]
    public async Task What_nobody_touched_holds_and_so_does_a_change_of_spelling()
    {
        await AppendFiveAsync();
        await database.Owner.ExecuteAsync($"""update events set data = '{"{\"n\": 2.0e0}"}' where stream = '{stream}' and version = 3""");

        (await HashChain.VerifyAsync(store.ReadStreamAsync(stream), (await store.LoadAsync(stream)).Head)).ShouldBeNull();
    }

    Task<AppendResult> AppendFiveAsync() => store.AppendAsync(new StreamAppend(
        stream,
        ExpectedVersion.NoStream,
        [Some.Event(data: """{"n": 0}""", personal: """{"/name": "Ada"}"""), .. Some.Events(5)[1..]]));
}
