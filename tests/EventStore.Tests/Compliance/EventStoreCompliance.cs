using System.Text;

namespace Sagas.EventStore.Tests;

/// <summary>What every event store does. An implementation passes by deriving from this.</summary>
public abstract partial class EventStoreCompliance
{
    protected abstract IEventStore Store { get; }

    protected abstract IEventImport Import { get; }

    protected abstract IStreamArchive Archive { get; }

    protected abstract IPersonErasure Erasure { get; }

    /// <summary>It is noon, and a little more than a microsecond can tell.</summary>
    protected static TimeProvider Clock { get; } = new StandingClock(StandingClock.Noon.AddTicks(7));

    readonly StreamId stream = Some.Stream();

    [Fact]
    public async Task Appended_events_are_read_back_in_order()
    {
        var appended = new[]
        {
            Some.Event("order-placed", """{"total": 1.50, "lines": [{"sku": "a"}]}""", """{"/shipTo": {"name": "Ada"}}""", schemaVersion: 3),
            Some.Event("order-confirmed") with
            {
                Metadata = new EventMetadata
                {
                    Actor = "shipping",
                    Reason = "it has left",
                    CorrelationId = Guid.CreateVersion7(),
                    CausationId = Guid.CreateVersion7(),
                    TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
                },
            },
        };

        var result = await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, appended, "acme"));
        var read = await Store.ReadStreamAsync(stream).ToListAsync();

        result.ShouldBe(new AppendResult(stream, 1, 2));
        read.Select(e => (e.Stream, e.Version, e.EventId, e.Type, e.SchemaVersion, e.Metadata, e.Tenant, e.RecordedAt)).ShouldBe(
        [
            (stream, 1, appended[0].EventId, "order-placed", 3, Some.Metadata, "acme", StandingClock.Noon),
            (stream, 2, appended[1].EventId, "order-confirmed", 1, appended[1].Metadata, "acme", StandingClock.Noon),
        ]);
        read[0].Data.Canonical().ShouldBe("""{"lines":[{"sku":"a"}],"total":15e-1}""");
        read[0].Personal!.Value.Canonical().ShouldBe("""{"/shipTo":{"name":"Ada"}}""");
        read[1].Personal.ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_that_does_not_exist_is_empty_and_at_version_0()
    {
        (await Store.ReadStreamAsync(stream).CountAsync()).ShouldBe(0);
        (await Store.ReadStreamBackwardsAsync(stream).CountAsync()).ShouldBe(0);
        var loaded = await Store.LoadAsync(stream);
        loaded.Version.ShouldBe(0);
        loaded.Tail.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_longer_than_a_page_is_read_forwards_and_backwards_from_any_version()
    {
        await AppendAsync(1203);

        (await VersionsAsync(Store.ReadStreamAsync(stream))).ShouldBe(Enumerable.Range(1, 1203).Select(v => (long)v));
        (await VersionsAsync(Store.ReadStreamAsync(stream, 700))).ShouldBe(Enumerable.Range(700, 504).Select(v => (long)v));
        (await VersionsAsync(Store.ReadStreamBackwardsAsync(stream))).ShouldBe(Enumerable.Range(1, 1203).Select(v => (long)v).Reverse());
        (await VersionsAsync(Store.ReadStreamBackwardsAsync(stream, 502))).ShouldBe(Enumerable.Range(1, 502).Select(v => (long)v).Reverse());
    }

    [Fact]
    public async Task An_append_at_another_version_is_refused_with_both_versions()
    {
        await AppendAsync(3);

        var conflict = await Should.ThrowAsync<VersionConflictException>(
            () => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Exactly(2), Some.Events(1))));

        conflict.Stream.ShouldBe(stream);
        conflict.Expected.ShouldBe(ExpectedVersion.Exactly(2));
        conflict.Actual.ShouldBe(3);
        (await Store.LoadAsync(stream)).Version.ShouldBe(3);
    }

    [Fact]
    public async Task A_stream_is_created_once()
    {
        await AppendAsync(1);

        (await Should.ThrowAsync<VersionConflictException>(
            () => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1))))).Actual.ShouldBe(1);
    }

    [Fact]
    public async Task An_append_that_expects_events_does_not_create_a_stream()
    {
        (await Should.ThrowAsync<VersionConflictException>(
            () => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Exactly(4), Some.Events(1))))).Actual.ShouldBe(0);
        (await Should.ThrowAsync<VersionConflictException>(
            () => Store.AppendAsync(StreamAppend.After(StreamHead.None(stream) with { Version = 4 }, Some.Events(1))))).Actual.ShouldBe(0);
        (await Store.LoadAsync(stream)).Version.ShouldBe(0);
    }

    [Fact]
    public async Task Any_version_goes_behind_whatever_is_there()
    {
        (await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, Some.Events(2)))).ShouldBe(new AppendResult(stream, 1, 2));
        (await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, Some.Events(1)))).ShouldBe(new AppendResult(stream, 3, 3));
    }

    [Fact]
    public async Task A_loaded_stream_is_appended_to_exactly_where_it_was_loaded()
    {
        await AppendAsync(2);
        var loaded = await Store.LoadAsync(stream);

        (await Store.AppendAsync(StreamAppend.After(loaded.Head, Some.Events(1)))).LastVersion.ShouldBe(3);
        var conflict = await Should.ThrowAsync<VersionConflictException>(() => Store.AppendAsync(StreamAppend.After(loaded.Head, Some.Events(1))));

        conflict.Expected.ShouldBe(ExpectedVersion.Exactly(2));
        conflict.Actual.ShouldBe(3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task A_repeated_append_answers_with_the_first_result_and_writes_nothing(int expected)
    {
        if (expected > 0)
            await AppendAsync(expected);
        var append = new StreamAppend(stream, expected < 0 ? ExpectedVersion.Any : ExpectedVersion.Exactly(expected), Some.Events(2));
        var first = await Store.AppendAsync(append);
        await AppendAsync(1);

        (await Store.AppendAsync(append)).ShouldBe(first);
        (await Store.LoadAsync(stream)).Version.ShouldBe(first.LastVersion + 1);
    }

    [Fact]
    public async Task A_repeat_behind_its_own_events_answers_with_the_first_result()
    {
        var events = Some.Events(2);
        var first = await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, events));
        var loaded = await Store.LoadAsync(stream);

        (await Store.AppendAsync(StreamAppend.After(loaded.Head, events))).ShouldBe(first);
        (await Store.LoadAsync(stream)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_event_id_used_for_something_else_is_refused()
    {
        var events = Some.Events(3);
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, events[..2]));

        var elsewhere = await Should.ThrowAsync<DuplicateEventException>(
            () => Store.AppendAsync(new StreamAppend(Some.Stream(), ExpectedVersion.NoStream, [events[1]])));
        await Should.ThrowAsync<DuplicateEventException>(() => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [events[1], events[2]])));
        await Should.ThrowAsync<DuplicateEventException>(() => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [events[2], events[0]])));
        await Should.ThrowAsync<DuplicateEventException>(() => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [events[1], events[0]])));

        (elsewhere.EventId, elsewhere.Stream, elsewhere.Version).ShouldBe((events[1].EventId, stream, 2));
        (await Store.LoadAsync(stream)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task Several_streams_are_appended_to_all_or_none()
    {
        var (other, third) = (Some.Stream(), Some.Stream("invoice"));
        await AppendAsync(1);
        var first = new StreamAppend(other, ExpectedVersion.NoStream, Some.Events(2));

        (await Store.AppendAsync([first, new StreamAppend(stream, ExpectedVersion.Exactly(1), Some.Events(1))]))
            .ShouldBe([new AppendResult(other, 1, 2), new AppendResult(stream, 2, 2)]);
        await Should.ThrowAsync<VersionConflictException>(() => Store.AppendAsync(
            [new StreamAppend(third, ExpectedVersion.NoStream, Some.Events(1)), new StreamAppend(stream, ExpectedVersion.Exactly(1), Some.Events(1))]));
        (await Store.AppendAsync([new StreamAppend(third, ExpectedVersion.NoStream, Some.Events(1)), first]))
            .ShouldBe([new AppendResult(third, 1, 1), new AppendResult(other, 1, 2)]);

        (await Store.LoadAsync(stream)).Version.ShouldBe(2);
        (await Store.LoadAsync(other)).Version.ShouldBe(2);
        (await Store.LoadAsync(third)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_keeps_the_tenant_of_its_first_append()
    {
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1), "acme"));

        await Should.ThrowAsync<ForeignTenantException>(
            () => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Exactly(1), Some.Events(1), "globex")));
        (await Store.AppendAsync(StreamAppend.After((await Store.LoadAsync(stream)).Head, Some.Events(1)))).LastVersion.ShouldBe(2);
        (await Store.ReadStreamAsync(stream, 2).SingleAsync()).Tenant.ShouldBe("acme");
    }

    [Fact]
    public void An_append_of_nothing_or_of_one_id_twice_is_a_mistake()
    {
        var once = Some.Event();
        Should.Throw<ArgumentException>(() => new StreamAppend(stream, ExpectedVersion.Any, []));
        Should.Throw<ArgumentException>(() => new StreamAppend(stream, ExpectedVersion.Any, [once, once]));
        Should.Throw<ArgumentException>(() => (Task)Store.AppendAsync(
            [new StreamAppend(stream, ExpectedVersion.Any, [once]), new StreamAppend(Some.Stream(), ExpectedVersion.Any, [once])]));
        Should.Throw<ArgumentException>(() => (Task)Store.AppendAsync(
            [new StreamAppend(stream, ExpectedVersion.Any, Some.Events(1)), new StreamAppend(stream, ExpectedVersion.Any, Some.Events(1))]));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"name": "\u0000"}""")]
    [InlineData("""{"name": "\ud800"}""")]
    [InlineData("1e200000")]
    public async Task Data_that_cannot_be_stored_is_refused_before_anything_is_written(string data)
    {
        await Should.ThrowAsync<System.Text.Json.JsonException>(
            () => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [Some.Event(), Some.Event(data: data)])));
        (await Store.LoadAsync(stream)).Version.ShouldBe(0);
    }

    [Fact]
    public async Task So_is_metadata()
    {
        foreach (var metadata in new[] { Some.Metadata with { Actor = "a\0b" }, Some.Metadata with { Reason = "a\0b" }, Some.Metadata with { TraceId = "\0" } })
        {
            await Should.ThrowAsync<System.Text.Json.JsonException>(
                () => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [Some.Event(), Some.Event() with { Metadata = metadata }])));
        }

        (await Store.LoadAsync(stream)).Version.ShouldBe(0);
    }

    [Fact]
    public void So_are_a_type_and_a_tenant()
    {
        Should.Throw<ArgumentException>(() => Some.Event("a\0b"));
        Should.Throw<ArgumentException>(() => new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1), "a\0b"));
    }

    [Fact]
    public async Task What_is_appended_before_the_enumeration_begins_is_part_of_it()
    {
        await AppendAsync(1);
        var (forwards, backwards) = (Store.ReadStreamAsync(stream), Store.ReadStreamBackwardsAsync(stream));
        await AppendAsync(1);

        (await VersionsAsync(forwards)).ShouldBe([1, 2]);
        (await VersionsAsync(backwards)).ShouldBe([2, 1]);
        await AppendAsync(1);
        (await VersionsAsync(forwards)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task The_callers_buffers_stay_the_callers()
    {
        var (data, personal, state) = ("{\"n\":1}"u8.ToArray(), "{\"/x\":1}"u8.ToArray(), "{\"at\":1}"u8.ToArray());
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [Some.Event() with { Data = data, Personal = personal }]));
        await Store.SaveSnapshotAsync(new StreamSnapshot(stream, 1, state, "stamp"));
        foreach (var buffer in new[] { data, personal, state })
            buffer.AsSpan().Fill((byte)' ');

        var read = await Store.ReadStreamAsync(stream).SingleAsync();
        read.Data.Canonical().ShouldBe("{\"n\":1}");
        read.Personal!.Value.Canonical().ShouldBe("{\"/x\":1}");
        (await Store.LoadAsync(stream, "stamp")).Snapshot!.State.Canonical().ShouldBe("{\"at\":1}");
    }

    [Fact]
    public async Task The_hash_chain_of_what_was_appended_holds()
    {
        await AppendAsync(3);
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [Some.Event(data: """{"b": 1.50e3, "a": "\u00e9"}""", personal: """{"/x": 1}""")]));

        (await HashChain.VerifyAsync(Store.ReadStreamAsync(stream), (await Store.LoadAsync(stream)).Head)).ShouldBeNull();
    }

    [Fact]
    public async Task A_snapshot_with_the_readers_stamp_shortens_the_load()
    {
        await AppendAsync(5);
        await SaveSnapshotAsync(3, "stamp");

        var loaded = await Store.LoadAsync(stream, "stamp");

        loaded.Version.ShouldBe(5);
        loaded.Snapshot!.Version.ShouldBe(3);
        loaded.Snapshot.State.Canonical().ShouldBe("""{"at":3}""");
        loaded.Tail.Select(e => e.Version).ShouldBe([4, 5]);
    }

    [Fact]
    public async Task A_snapshot_with_another_stamp_is_ignored()
    {
        await AppendAsync(2);
        await SaveSnapshotAsync(2, "another");

        foreach (var loaded in new[] { await Store.LoadAsync(stream, "stamp"), await Store.LoadAsync(stream) })
        {
            loaded.Snapshot.ShouldBeNull();
            loaded.Tail.Count.ShouldBe(2);
        }
    }

    [Fact]
    public async Task The_newest_snapshot_stays_and_none_is_ahead_of_the_stream()
    {
        await AppendAsync(4);
        await SaveSnapshotAsync(4, "stamp");
        await SaveSnapshotAsync(3, "stamp");
        await SaveSnapshotAsync(5, "stamp");

        var loaded = await Store.LoadAsync(stream, "stamp");
        loaded.Snapshot!.Version.ShouldBe(4);
        loaded.Tail.ShouldBeEmpty();

        await SaveSnapshotAsync(2, "newer code");
        (await Store.LoadAsync(stream, "newer code")).Snapshot!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task All_events_are_followed_from_a_checkpoint_each_once()
    {
        var other = Some.Stream();
        await AppendAsync(600);
        await Store.AppendAsync(new StreamAppend(other, ExpectedVersion.NoStream, Some.Events(1)));
        await AppendAsync(1);

        var all = await Eventually.SeesAsync(() => OursAsync(GlobalCheckpoint.Start, other), seen => seen.Count == 602, "602 events");

        all.Select(e => (e.Stream, e.Version)).ShouldBe(
            [.. Enumerable.Range(1, 600).Select(v => (stream, (long)v)), (other, 1), (stream, 601)]);
        (await OursAsync(all[599].Checkpoint, other)).Select(e => e.EventId).ShouldBe([all[600].EventId, all[601].EventId]);
        (await OursAsync(all[601].Checkpoint, other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_stored_types_are_listed_with_their_versions()
    {
        await Store.AppendAsync(new StreamAppend(
            stream, ExpectedVersion.NoStream, [Some.Event("b-listed", schemaVersion: 2), Some.Event("a-listed"), Some.Event("b-listed"), Some.Event("a-listed")]));

        (await Store.ListEventTypesAsync()).Where(t => t.Type.EndsWith("-listed", StringComparison.Ordinal))
            .ShouldBe([new StoredEventType("a-listed", 1), new StoredEventType("b-listed", 1), new StoredEventType("b-listed", 2)]);
    }

    [Fact]
    public async Task All_events_are_read_by_type_by_tenant_and_by_both()
    {
        var (rare, tenant) = ($"rare-{Guid.CreateVersion7():N}", $"tenant-{Guid.CreateVersion7():N}");
        var other = Some.Stream();
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [Some.Event(rare), .. Some.Events(700), Some.Event(rare)]));
        await Store.AppendAsync(new StreamAppend(other, ExpectedVersion.NoStream, [.. Some.Events(700), Some.Event(rare)], tenant));

        async Task SeesAsync(EventFilter filter, params (StreamId, long)[] expected) =>
            (await Eventually.SeesAsync(
                async () => await Store.ReadAllAsync(GlobalCheckpoint.Start, filter).Select(e => (e.Stream, e.Version)).ToListAsync(),
                seen => seen.Count >= expected.Length,
                $"{expected.Length} events")).ShouldBe(expected);

        await SeesAsync(new EventFilter { Types = [rare] }, (stream, 1), (stream, 702), (other, 701));
        await SeesAsync(new EventFilter { Tenant = tenant }, [.. Enumerable.Range(1, 701).Select(v => (other, (long)v))]);
        await SeesAsync(new EventFilter { Types = [rare, "none such"], Tenant = tenant }, (other, 701));
        (await Store.ReadAllAsync(GlobalCheckpoint.Start, new EventFilter { Types = [] }).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_archived_stream_is_read_as_before()
    {
        var other = Some.Stream();
        await AppendAsync(600);
        await Store.AppendAsync(new StreamAppend(other, ExpectedVersion.NoStream, Some.Events(2)));
        await SaveSnapshotAsync(598, "stamp");
        var before = await SeenAsync(602);

        (await Archive.ArchiveAsync([(await Store.LoadAsync(stream)).Head], Some.Ends)).ShouldBe([stream]);
        var after = await SeenAsync(602);

        after.Stream.ShouldBe(before.Stream);
        after.Backwards.ShouldBe(before.Backwards);
        after.All.ShouldBe(before.All);
        after.AllFromTheMiddle.ShouldBe(before.AllFromTheMiddle);
        (await Store.LoadAsync(stream)).Tail.Count.ShouldBe(600);
        var loaded = await Store.LoadAsync(stream, "stamp");
        (loaded.Snapshot!.Version, loaded.Tail.Count, loaded.Version, loaded.Head.IsArchived).ShouldBe((598, 2, 600, true));
        (await HashChain.VerifyAsync(Store.ReadStreamAsync(stream), loaded.Head)).ShouldBeNull();
        (await Store.ListEventTypesAsync()).ShouldContain(new StoredEventType("counted", 1));

        async Task<(string Stream, string Backwards, string All, string AllFromTheMiddle)> SeenAsync(int count)
        {
            var all = await Eventually.SeesAsync(() => OursAsync(GlobalCheckpoint.Start, other), seen => seen.Count == count, $"{count} events");
            return (
                await TextAsync(Store.ReadStreamAsync(stream)),
                await TextAsync(Store.ReadStreamBackwardsAsync(stream, 599)),
                await TextAsync(all.ToAsyncEnumerable()),
                await TextAsync((await OursAsync(all[300].Checkpoint, other)).ToAsyncEnumerable()));
        }
    }

    [Fact]
    public async Task Nothing_goes_behind_an_archived_stream()
    {
        var events = Some.Events(2);
        var first = await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, events));
        var head = (await Store.LoadAsync(stream)).Head;
        await Archive.ArchiveAsync([head], Some.Ends);

        foreach (var append in new[]
        {
            StreamAppend.After(head, Some.Events(1)),
            new StreamAppend(stream, ExpectedVersion.Any, Some.Events(1)),
            new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1)),
            new StreamAppend(stream, ExpectedVersion.Exactly(1), Some.Events(1)),
        })
        {
            var refused = await Should.ThrowAsync<StreamArchivedException>(() => Store.AppendAsync(append));
            refused.Stream.ShouldBe(stream);
            refused.Message.ShouldContain("archived");
        }

        var archived = (await Store.LoadAsync(stream)).Head;
        Should.Throw<StreamArchivedException>(() => new PreparedAppend(archived, Some.Events(1), StandingClock.Noon));
        (await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, events))).ShouldBe(first);
        archived.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_is_archived_once_and_only_as_it_was_found()
    {
        var moved = Some.Stream();
        await AppendAsync(2);
        await Store.AppendAsync(new StreamAppend(moved, ExpectedVersion.NoStream, Some.Events(2)));
        StreamHead[] found = [(await Store.LoadAsync(stream)).Head, (await Store.LoadAsync(moved)).Head, StreamHead.None(Some.Stream())];
        await Store.AppendAsync(new StreamAppend(moved, ExpectedVersion.Any, Some.Events(1)));

        (await Archive.ArchiveAsync(found, Some.Ends)).ShouldBe([stream]);
        (await Archive.ArchiveAsync(found, Some.Ends)).ShouldBeEmpty();
        (await Store.AppendAsync(new StreamAppend(moved, ExpectedVersion.Any, Some.Events(1)))).LastVersion.ShouldBe(4);
    }

    [Fact]
    public async Task What_has_not_ended_is_refused_and_what_has_stays_with_it()
    {
        var goesOn = Some.Stream();
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [Some.Event(), Some.Event("closed")]));
        await Store.AppendAsync(new StreamAppend(goesOn, ExpectedVersion.NoStream, [Some.Event("closed"), Some.Event("reopened")]));
        StreamHead[] both = [(await Store.LoadAsync(stream)).Head, (await Store.LoadAsync(goesOn)).Head];

        var refused = await Should.ThrowAsync<StreamNotEndedException>(() => Archive.ArchiveAsync(both, ["closed", "lost"]));

        refused.Stream.ShouldBe(goesOn);
        refused.Message.ShouldContain("none of closed, lost");
        (await Store.LoadAsync(stream)).Head.IsArchived.ShouldBeFalse();
        (await Archive.ArchiveAsync([both[0]], ["closed", "lost"])).ShouldBe([stream]);
        await Should.ThrowAsync<StreamNotEndedException>(() => Archive.ArchiveAsync([both[1]], []));
    }

    [Fact]
    public async Task An_event_id_that_lies_in_the_archive_is_not_used_again()
    {
        var used = Some.Event();
        var archived = Some.Stream();
        await AppendAsync(1);
        await Store.AppendAsync(new StreamAppend(archived, ExpectedVersion.NoStream, [used]));
        await Archive.ArchiveAsync([(await Store.LoadAsync(archived)).Head], Some.Ends);
        var head = (await Store.LoadAsync(stream)).Head;
        var (other, another) = (Some.Stream(), Some.Stream());

        foreach (var appends in new StreamAppend[][]
        {
            [new(other, ExpectedVersion.NoStream, [Some.Event(), used])],
            [new(other, ExpectedVersion.NoStream, [.. Some.Events(20), used])],
            [StreamAppend.After(head, [used])],
            [StreamAppend.After(head, [.. Some.Events(20), used])],
            [new(other, ExpectedVersion.NoStream, Some.Events(1)), new(another, ExpectedVersion.NoStream, [used])],
        })
        {
            var duplicate = await Should.ThrowAsync<DuplicateEventException>(() => Store.AppendAsync(appends));
            (duplicate.EventId, duplicate.Stream).ShouldBe((used.EventId, archived));
        }

        await Should.ThrowAsync<ImportRefusedException>(() => Import.ImportAsync(
            new[] { new ImportedEvent(other, 1, used, StandingClock.Noon) }.ToAsyncEnumerable()));
        (await Store.LoadAsync(stream)).Version.ShouldBe(1);
        (await Store.LoadAsync(other)).Version.ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_was_erased_does_not_come_back_with_a_snapshot()
    {
        var named = Some.Event(personal: """{"/name": "Ada"}""");
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [named, Some.Event()]));
        await SaveSnapshotAsync(1, "stamp");

        (await Erasure.EraseAsync([stream, Some.Stream()])).ShouldBe(1);
        // Folded before, and saved only now.
        await SaveSnapshotAsync(2, "stamp");

        var loaded = await Store.LoadAsync(stream, "stamp");
        loaded.Snapshot.ShouldBeNull();
        loaded.Tail[0].Personal!.IsErased.ShouldBeTrue();
        (await HashChain.VerifyAsync(Store.ReadStreamAsync(stream), loaded.Head)).ShouldBeNull();
        (await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [named]))).LastVersion.ShouldBe(1);
        (await Erasure.EraseAsync([stream])).ShouldBe(0);
    }

    [Fact]
    public async Task An_archived_stream_is_erased_from_as_well()
    {
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [Some.Event(personal: """{"/name": "Ada"}""")]));
        await Archive.ArchiveAsync([(await Store.LoadAsync(stream)).Head], Some.Ends);

        (await Erasure.EraseAsync([stream])).ShouldBe(1);

        (await Store.ReadStreamAsync(stream).SingleAsync()).Personal!.IsErased.ShouldBeTrue();
    }

    [Fact]
    public async Task What_has_ended_is_found_by_its_last_event()
    {
        var (ended, goesOn) = (Some.Stream(), Some.Stream());
        var end = $"ended-{Guid.CreateVersion7():N}";
        await Store.AppendAsync(new StreamAppend(ended, ExpectedVersion.NoStream, [Some.Event(), Some.Event(end)]));
        await Store.AppendAsync(new StreamAppend(goesOn, ExpectedVersion.NoStream, [Some.Event(end), Some.Event()]));

        var found = await Archive.FindEndedAsync([end], StandingClock.Noon.AddSeconds(1), 10);

        found.Select(h => (h.Stream, h.Version)).ShouldBe([(ended, 2)]);
        (await Archive.FindEndedAsync([end], StandingClock.Noon, 10)).ShouldBeEmpty();
        await Archive.ArchiveAsync([.. found], [end]);
        (await Archive.FindEndedAsync([end], StandingClock.Noon.AddSeconds(1), 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Imported_streams_are_read_and_appended_to_like_any_other()
    {
        var other = Some.Stream();
        var events = Some.Events(4);
        var earlier = StandingClock.Noon.AddYears(-3).ToOffset(TimeSpan.FromHours(2));

        (await Import.ImportAsync(new ImportedEvent[]
        {
            new(stream, 1, events[0], earlier, "acme"),
            new(other, 1, events[1], earlier),
            new(stream, 2, events[2], earlier.AddTicks(17), "acme"),
            new(other, 2, events[3], earlier),
        }.ToAsyncEnumerable())).ShouldBe(4);

        (await Store.ReadStreamAsync(stream).Select(e => (e.Version, e.EventId, e.Tenant, e.RecordedAt)).ToListAsync()).ShouldBe(
            [(1, events[0].EventId, "acme", earlier), (2, events[2].EventId, "acme", earlier.AddTicks(10))]);
        var loaded = await Store.LoadAsync(stream);
        (await HashChain.VerifyAsync(Store.ReadStreamAsync(stream), loaded.Head)).ShouldBeNull();
        (await Store.AppendAsync(StreamAppend.After(loaded.Head, Some.Events(1)))).LastVersion.ShouldBe(3);
        (await Store.AppendAsync(new StreamAppend(other, ExpectedVersion.Any, [events[1], events[3]]))).ShouldBe(new AppendResult(other, 1, 2));
        (await Eventually.SeesAsync(() => OursAsync(GlobalCheckpoint.Start, other), seen => seen.Count == 5, "5 events"))
            .Select(e => (e.Stream, e.Version)).ShouldBe([(stream, 1), (other, 1), (stream, 2), (other, 2), (stream, 3)]);
    }

    [Fact]
    public async Task An_import_that_is_not_whole_is_refused_as_a_whole()
    {
        var (existing, once) = (Some.Stream(), Some.Event());
        await Store.AppendAsync(new StreamAppend(existing, ExpectedVersion.NoStream, [once]));
        var archived = Some.Stream();
        await Store.AppendAsync(new StreamAppend(archived, ExpectedVersion.NoStream, Some.Events(1)));
        await Archive.ArchiveAsync([(await Store.LoadAsync(archived)).Head], Some.Ends);
        ImportedEvent Imported(StreamId to, long version, EventData? data = null, string tenant = "default") =>
            new(to, version, data ?? Some.Event(), StandingClock.Noon, tenant);

        foreach (var (import, about, why) in new (ImportedEvent[], StreamId?, string)[]
        {
            ([Imported(stream, 1), Imported(existing, 1)], existing, "exists"),
            ([Imported(stream, 1), Imported(archived, 1)], archived, "exists"),
            ([Imported(stream, 1), Imported(existing, 2)], existing, "event 1"),
            ([Imported(stream, 2)], stream, "event 1"),
            ([Imported(stream, 1), Imported(stream, 3)], stream, "event 2"),
            ([Imported(stream, 1), Imported(stream, 1)], stream, "event 2"),
            ([Imported(stream, 1), Imported(stream, 2, tenant: "acme")], stream, "tenants"),
            ([Imported(stream, 1), Imported(stream, 2, once)], null, "twice"),
        })
        {
            var refused = await Should.ThrowAsync<ImportRefusedException>(() => Import.ImportAsync(import.ToAsyncEnumerable()));
            refused.Stream.ShouldBe(about);
            refused.Message.ShouldContain(why);
        }

        await Should.ThrowAsync<System.Text.Json.JsonException>(() => Import.ImportAsync(
            new[] { Imported(stream, 1), Imported(stream, 2, Some.Event(data: "{")) }.ToAsyncEnumerable()));
        (await Store.LoadAsync(stream)).Version.ShouldBe(0);
        (await Import.ImportAsync(AsyncEnumerable.Empty<ImportedEvent>())).ShouldBe(0);
    }

    static async Task<string> TextAsync(IAsyncEnumerable<RecordedEvent> events) => string.Join('\n', await events
        .Select(e => $"{e.Checkpoint} {e.Stream} {e.Version} {e.EventId} {e.Type} {e.Data.Canonical()} {e.Metadata} {e.Tenant} {e.RecordedAt:O} {Convert.ToHexString(e.Hash.Span)}")
        .ToListAsync());

    Task<AppendResult> AppendAsync(int events) => Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, Some.Events(events)));

    Task SaveSnapshotAsync(long version, string stamp) =>
        Store.SaveSnapshotAsync(new StreamSnapshot(stream, version, Encoding.UTF8.GetBytes($$"""{"at": {{version}}}"""), stamp));

    async Task<List<RecordedEvent>> OursAsync(GlobalCheckpoint after, StreamId other) =>
        await Store.ReadAllAsync(after).Where(e => e.Stream == stream || e.Stream == other).ToListAsync();

    static async Task<IEnumerable<long>> VersionsAsync(IAsyncEnumerable<RecordedEvent> events) =>
        await events.Select(e => e.Version).ToListAsync();
}
