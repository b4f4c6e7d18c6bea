namespace Sagas.EventStore.Tests;

/// <summary>Each test has a database of its own, since it looks at all that is in it.</summary>
public sealed class When_everything_is_verified : IAsyncLifetime
{
    readonly TestDatabase database = new();
    readonly SettableClock clock = new(StandingClock.Noon);
    readonly StreamId[] streams = [.. Enumerable.Range(0, 4).Select(_ => Some.Stream())];

    StreamAnchors Anchors => new(database.App, clock);

    EventStoreVerifier Verifier => new(database.App, Anchors);

    PostgresEventStore Store => new(database.App, clock);

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        foreach (var stream in streams)
            await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [Some.Event(personal: """{"/name": "Ada"}"""), .. Some.Events(4)]));
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task What_nobody_touched_holds_archived_or_not()
    {
        for (var i = 0; i < 450; i++)
            await Store.AppendAsync(new StreamAppend(Some.Stream($"category{i % 3}"), ExpectedVersion.NoStream, Some.Events(1 + (i % 2))));
        await Store.AppendAsync(new StreamAppend(streams[1], ExpectedVersion.Any, Some.Events(1200)));
        await ArchiveAsync(streams[2]);

        var report = await Verifier.VerifyAsync();

        report.Holds.ShouldBeTrue();
        (report.Streams, report.Events).ShouldBe((454, 675 + 20 + 1200));
    }

    [Theory]
    [InlineData("update {events} set data = '{\"n\": 7}' where stream = '{0}' and version = 3", 3, "content")]
    [InlineData("update {events} set type = 'renamed' where stream = '{0}' and version = 2", 2, "content")]
    [InlineData("update {events} set personal = '{\"/name\": \"Eve\"}' where stream = '{0}' and version = 1", 1, "personal")]
    [InlineData("delete from {events} where stream = '{0}' and version = 3", 4, "predecessor")]
    [InlineData("delete from {events} where stream = '{0}' and version > 3", 4, "head")]
    [InlineData("delete from {events} where stream = '{0}'", 1, "head")]
    [InlineData("delete from streams where stream = '{0}'", 1, "head")]
    [InlineData("update streams set version = 4 where stream = '{0}'", 4, "head")]
    [InlineData(
        "update streams s set version = 4, last_hash = e.hash from {events} e where s.stream = '{0}' and e.stream = s.stream and e.version = 4", 5, "head")]
    public async Task The_first_event_of_each_stream_that_does_not_fit_is_named(string tampering, long version, string why)
    {
        await ArchiveAsync(streams[1]);
        foreach (var (stream, table) in new[] { (streams[1], "events_archive"), (streams[3], "events") })
        {
            await database.Owner.ExecuteAsync(
                tampering.Replace("{0}", stream.ToString(), StringComparison.Ordinal).Replace("{events}", table, StringComparison.Ordinal));
        }

        var report = await Verifier.VerifyAsync();

        report.Broken.Select(b => (b.Stream, b.Version)).ShouldBe([(streams[1], version), (streams[3], version)], ignoreOrder: true);
        report.Broken.ShouldAllBe(b => b.Why.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_more_are_named_than_asked_for()
    {
        await database.Owner.ExecuteAsync("""update events set data = '{"n": 7}' where version = 2""");

        (await Verifier.VerifyAsync(most: 3)).Broken.Count.ShouldBe(3);
        (await Verifier.VerifyAsync()).Broken.Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_is_appended_meanwhile_is_no_breach()
    {
        var appending = AppendAsync(times: 200);
        var walked = new HashSet<long>();
        do
        {
            var report = await Verifier.VerifyAsync();
            report.Broken.ShouldBeEmpty();
            walked.Add(report.Events);
        }
        while (!appending.IsCompleted);

        await appending;
        walked.Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_cut_end_with_a_mended_head_shows_in_the_anchor()
    {
        await AnchorAsync(day: 0);
        await Store.AppendAsync(new StreamAppend(streams[1], ExpectedVersion.Any, Some.Events(3)));
        await Store.AppendAsync(new StreamAppend(streams[2], ExpectedVersion.Any, Some.Events(1)));
        await AnchorAsync(day: 1);
        await Store.AppendAsync(new StreamAppend(streams[1], ExpectedVersion.Any, Some.Events(1)));
        await AnchorAsync(day: 2);
        (await Verifier.VerifyAsync()).Holds.ShouldBeTrue();

        await CutAsync(streams[1], at: 6);
        var report = await Verifier.VerifyAsync();

        report.Broken.ShouldBeEmpty();
        report.Anchors.Select(a => a.Day.Day).ShouldBe([2, 3]);
        report.Anchors[0].Why.ShouldContain("end");
        report.Anchors[1].Why.ShouldBe("it covers 1 streams, and 0 are there");
    }

    [Fact]
    public async Task A_stream_that_was_rewritten_as_a_whole_shows_in_the_anchor()
    {
        await AnchorAsync(day: 0);
        await database.Owner.ExecuteAsync($"delete from events where stream = '{streams[0]}'");
        await database.Owner.ExecuteAsync($"delete from streams where stream = '{streams[0]}'");
        await Store.AppendAsync(new StreamAppend(streams[0], ExpectedVersion.NoStream, Some.Events(5)));

        var report = await Verifier.VerifyAsync();

        report.Broken.ShouldBeEmpty();
        report.Anchors.Select(a => a.Day.Day).ShouldBe([1]);
    }

    [Fact]
    public async Task A_changed_anchor_shows_itself()
    {
        await AnchorAsync(day: 0);
        await AnchorAsync(day: 1);
        await database.Owner.ExecuteAsync("update stream_anchors set hash = sha256('x') where day = '2025-06-01'");

        (await Verifier.VerifyAsync()).Anchors.Select(a => a.Day.Day).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_day_has_one_anchor_whoever_takes_it_and_however_often()
    {
        await AnchorAsync(day: 0);
        var first = await Anchors.TakeAsync();
        await Store.AppendAsync(new StreamAppend(streams[0], ExpectedVersion.Any, Some.Events(1)));

        (await Anchors.TakeAsync()).ShouldBe(first, AnchorComparer.Instance);
        clock.Now = StandingClock.Noon.AddDays(-1);
        (await Anchors.TakeAsync()).ShouldBe(first, AnchorComparer.Instance);
        clock.Now = StandingClock.Noon.AddDays(1);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Anchors.TakeAsync()));

        atOnce.ShouldAllBe(a => AnchorComparer.Instance.Equals(a, atOnce[0]));
        (first.Streams, atOnce[0].Day).ShouldBe((4, first.Day.AddDays(1)));
        (await database.Owner.ScalarAsync<long>("select count(*) from stream_anchors")).ShouldBe(2);
    }

    [Fact]
    public async Task An_anchor_of_nothing_holds_too()
    {
        await using var empty = new TestDatabase();
        await empty.InitializeAsync();
        var anchors = new StreamAnchors(empty.App, clock);

        (await anchors.TakeAsync()).Streams.ShouldBe(0);
        (await new EventStoreVerifier(empty.App, anchors).VerifyAsync()).ShouldSatisfyAllConditions(r => r.Holds.ShouldBeTrue(), r => r.Streams.ShouldBe(0));
    }

    async Task AnchorAsync(int day)
    {
        clock.Now = StandingClock.Noon.AddDays(day);
        var newest = await database.Owner.ScalarAsync<long>("select max(position) from recorded_events");
        await database.AllEventsAreDecidedAsync();
        (await Anchors.TakeAsync()).Through.Position.ShouldBe(newest);
    }

    async Task ArchiveAsync(StreamId stream) =>
        (await new PostgresStreamArchive(database.App, database.Archiver).ArchiveAsync([(await Store.LoadAsync(stream)).Head], Some.Ends)).ShouldBe([stream]);

    async Task CutAsync(StreamId stream, long at)
    {
        await database.Owner.ExecuteAsync($"delete from events where stream = '{stream}' and version > {at}");
        await database.Owner.ExecuteAsync(
            $"update streams s set version = e.version, last_hash = e.hash from events e where s.stream = '{stream}' and e.stream = s.stream and e.version = {at}");
    }

    async Task AppendAsync(int times)
    {
        for (var i = 0; i < times; i++)
            await Store.AppendAsync(new StreamAppend(i % 2 == 0 ? Some.Stream() : streams[i % 4], ExpectedVersion.Any, Some.Events(2)));
    }

    sealed class AnchorComparer : IEqualityComparer<StreamAnchor>
    {
        internal static readonly AnchorComparer Instance = new();

        public bool Equals(StreamAnchor? x, StreamAnchor? y) =>
            (x!.Day, x.Through, x.Streams) == (y!.Day, y.Through, y.Streams) && x.Hash.Span.SequenceEqual(y.Hash.Span);

        public int GetHashCode(StreamAnchor anchor) => anchor.Day.GetHashCode();
    }
}
