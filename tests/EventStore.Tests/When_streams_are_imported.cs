using System.Diagnostics;

namespace Sagas.EventStore.Tests;

public sealed class When_streams_are_imported(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly PostgresEventStore store = new(database.App, TimeProvider.System);
    readonly PostgresEventImport import = new(database.App);

    [Fact]
    public async Task They_can_not_be_told_from_streams_that_were_appended_to()
    {
        var (appended, imported) = (Some.Stream(), Some.Stream());
        EventData[] events = [Some.Event("placed", """{"total": 1.50}""", """{"/name": "Ada"}""", schemaVersion: 2), Some.Event("noted")];
        var clock = new SettableClock(StandingClock.Noon);
        var appending = new PostgresEventStore(database.App, clock);
        foreach (var each in events)
        {
            await appending.AppendAsync(new StreamAppend(appended, ExpectedVersion.Any, [each with { EventId = Guid.CreateVersion7() }], "acme"));
            clock.Now = clock.Now.AddMinutes(1);
        }

        await import.ImportAsync(events.Select((e, i) => new ImportedEvent(imported, i + 1, e, StandingClock.Noon.AddMinutes(i), "acme")).ToAsyncEnumerable());

        (await ShapeAsync(imported)).ShouldBe(await ShapeAsync(appended));
        (await store.AppendAsync(StreamAppend.After((await store.LoadAsync(imported)).Head, Some.Events(1)))).LastVersion.ShouldBe(3);
        (await HashChain.VerifyAsync(store.ReadStreamAsync(imported), (await store.LoadAsync(imported)).Head)).ShouldBeNull();
    }

    [Fact]
    public async Task Many_are_verified_and_followed_in_the_order_in_which_they_came()
    {
        await using var empty = new TestDatabase();
        await empty.InitializeAsync();
        StreamId[] streams = [.. Enumerable.Range(0, Long.Is ? 10_000 : 300).Select(_ => Some.Stream())];
        var events = Enumerable.Range(1, 20).SelectMany(version => streams.Select(s => new ImportedEvent(s, version, Some.Event(), StandingClock.Noon))).ToArray();

        var time = Stopwatch.StartNew();
        (await new PostgresEventImport(empty.App).ImportAsync(events.ToAsyncEnumerable())).ShouldBe(events.Length);
        var imported = time.Elapsed;
        var report = await new EventStoreVerifier(empty.App, new StreamAnchors(empty.App, TimeProvider.System)).VerifyAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"{events.Length} events imported in {imported}, verified in {time.Elapsed - imported}");

        (report.Holds, report.Streams, report.Events).ShouldBe((true, streams.Length, events.Length));
        var followed = await Eventually.SeesAsync(
            async () => await new PostgresEventStore(empty.App, TimeProvider.System).ReadAllAsync(GlobalCheckpoint.Start).Select(e => e.EventId).ToListAsync(),
            seen => seen.Count == events.Length,
            "all events");
        followed.ShouldBe(events.Select(e => e.Event.EventId));
    }

    [Fact]
    public async Task What_fails_halfway_leaves_nothing()
    {
        var stream = Some.Stream();

        await Should.ThrowAsync<InvalidOperationException>(() => import.ImportAsync(BreakingAsync(stream)));

        (await store.LoadAsync(stream)).Version.ShouldBe(0);
        (await database.Owner.ScalarAsync<long>($"select count(*) from events where stream = '{stream}'")).ShouldBe(0);
    }

    static async IAsyncEnumerable<ImportedEvent> BreakingAsync(StreamId stream)
    {
        yield return new ImportedEvent(stream, 1, Some.Event(), StandingClock.Noon);
        await Task.Yield();
        throw new InvalidOperationException("The file ends here.");
    }

    // Everything but names, ids, positions, salts and what is hashed of these.
    Task<string> ShapeAsync(StreamId stream) => database.Owner.ScalarAsync<string>(
        $"""
        select string_agg(concat_ws(' ', e.version, e.type, e.schema_version, e.data, e.personal, length(e.salt), length(e.personal_digest), e.metadata, e.tenant,
          e.recorded_at, length(e.hash)), E'\n' order by e.version)
          || min(concat_ws(' ', E'\n', s.version, s.tenant, s.created_at, s.updated_at, s.archived_at))
          || bool_and(e.version < s.version or (s.last_hash = e.hash and s.last_xid = e.xid))
        from events e join streams s on s.stream = e.stream
        where e.stream = '{stream}'
        """);
}
