namespace Sagas.EventStore.Tests;

public sealed class When_many_connections_append_to_one_stream(TestDatabase database) : IClassFixture<TestDatabase>
{
    const int Writers = 12, AppendsEach = 20;

    readonly PostgresEventStore store = new(database.App, TimeProvider.System);
    readonly StreamId stream = Some.Stream();

    [Fact]
    public async Task Appends_at_any_version_all_succeed_without_gaps()
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            for (var i = 0; i < AppendsEach; i++)
                await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, Some.Events(2)));
        }));

        await HoldsAsync(Writers * AppendsEach * 2);
    }

    [Fact]
    public async Task Of_those_that_expect_one_version_exactly_one_succeeds()
    {
        for (var version = 0; version < AppendsEach; version++)
        {
            var head = (await store.LoadAsync(stream)).Head;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(n => SucceedsAsync(n % 2 == 0
                ? StreamAppend.After(head, Some.Events(1))
                : new StreamAppend(stream, ExpectedVersion.Exactly(head.Version), Some.Events(1)))));
            outcomes.Count(succeeded => succeeded).ShouldBe(1);
        }

        await HoldsAsync(AppendsEach);
    }

    [Fact]
    public async Task Of_simultaneous_repeats_one_writes_and_all_get_its_result()
    {
        for (var round = 0; round < AppendsEach; round++)
        {
            var append = new StreamAppend(stream, round % 2 == 0 ? ExpectedVersion.Any : ExpectedVersion.Exactly(round), Some.Events(1));
            var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => store.AppendAsync(append)));
            results.ShouldAllBe(result => result == new AppendResult(stream, round + 1, round + 1));
        }

        await HoldsAsync(AppendsEach);
    }

    [Fact]
    public async Task Appends_to_the_same_streams_in_different_orders_do_not_deadlock()
    {
        StreamId[] streams = [.. Enumerable.Range(0, 6).Select(_ => Some.Stream())];
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; i < AppendsEach; i++)
            {
                var order = new Random((writer * 1000) + i).GetItems(streams, 4).Distinct();
                await store.AppendAsync([.. order.Select(s => new StreamAppend(s, ExpectedVersion.Any, Some.Events(1)))]);
            }
        }));

        foreach (var each in streams)
            (await HashChain.VerifyAsync(store.ReadStreamAsync(each), (await store.LoadAsync(each)).Head)).ShouldBeNull();
    }

    async Task<bool> SucceedsAsync(StreamAppend append)
    {
        try
        {
            await store.AppendAsync(append);
            return true;
        }
        catch (VersionConflictException)
        {
            return false;
        }
    }

    async Task HoldsAsync(long version)
    {
        var loaded = await store.LoadAsync(stream);
        loaded.Version.ShouldBe(version);
        (await HashChain.VerifyAsync(store.ReadStreamAsync(stream), loaded.Head)).ShouldBeNull();
    }
}
