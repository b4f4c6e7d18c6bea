namespace Sagas.EventStore.Tests;

public sealed class When_followers_share_the_streams(TestDatabase database) : IClassFixture<TestDatabase>
{
    const int Partitions = 5;

    readonly PostgresEventStore store = new(database.App, TimeProvider.System);
    readonly EventFeed feed = new(database.App);

    [Fact]
    public async Task Each_event_is_seen_by_the_one_whose_stream_it_is_and_in_order()
    {
        StreamId[] streams = [.. Enumerable.Range(0, 30).Select(_ => Some.Stream())];
        for (var version = 0; version < 4; version++)
        {
            foreach (var stream in streams)
                await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Exactly(version), Some.Events(1)));
        }

        await Eventually.SeesAsync(async () => await store.ReadAllAsync(GlobalCheckpoint.Start).CountAsync(), count => count == 120, "120 events");
        List<RecordedEvent>[] seen = [await FollowAsync(0, 3), await FollowAsync(1), await FollowAsync(2, 4)];

        seen.Sum(events => events.Count).ShouldBe(120);
        foreach (var (events, partitions) in seen.Zip(new int[][] { [0, 3], [1], [2, 4] }))
        {
            events.ShouldAllBe(recorded => partitions.Contains(StreamPartitions.NumberOf(recorded.Stream, Partitions)));
            foreach (var stream in events.GroupBy(recorded => recorded.Stream))
                stream.Select(recorded => recorded.Version).ShouldBe([1, 2, 3, 4]);
        }

        var all = await feed.ReadAsync(GlobalCheckpoint.Start, StreamPartitions.All, 100);
        (all.Events.Count, all.IsFull, all.Through).ShouldBe((100, true, all.Events[^1].Checkpoint));
        var rest = await feed.ReadAsync(all.Through, StreamPartitions.All, 100);
        (rest.Events.Count, rest.IsFull).ShouldBe((20, false));
        (await feed.ReadAsync(rest.Through, new StreamPartitions(Partitions, [1]), 100)).ShouldSatisfyAllConditions(
            none => none.Events.ShouldBeEmpty(), none => none.Through.ShouldBe(rest.Through), none => none.IsFull.ShouldBeFalse());
    }

    [Fact]
    public void A_partition_that_there_is_not_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new StreamPartitions(Partitions, [1, 5]));
        Should.Throw<ArgumentOutOfRangeException>(() => new StreamPartitions(Partitions, [-1]));
        Should.Throw<ArgumentOutOfRangeException>(() => new StreamPartitions(0, []));
        Should.Throw<ArgumentOutOfRangeException>(() => new StreamPartitions(257, []));
    }

    [Fact]
    public void A_partition_that_is_named_twice_is_refused() =>
        Should.Throw<ArgumentException>(() => new StreamPartitions(2, [0, 0])).Message.ShouldContain("twice");

    async Task<List<RecordedEvent>> FollowAsync(params int[] partitions)
    {
        List<RecordedEvent> events = [];
        EventPage page;
        var place = GlobalCheckpoint.Start;
        do
        {
            page = await feed.ReadAsync(place, new StreamPartitions(Partitions, partitions), limit: 7);
            events.AddRange(page.Events);
            place = page.Through;
        }
        while (page.IsFull);

        return events;
    }
}
