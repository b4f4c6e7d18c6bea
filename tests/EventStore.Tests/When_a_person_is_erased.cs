using Npgsql;

namespace Sagas.EventStore.Tests;

public sealed class When_a_person_is_erased(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly PostgresEventStore store = new(database.App, TimeProvider.System);
    readonly StreamId stream = Some.Stream();

    [Fact]
    public async Task What_is_personal_is_stored_apart_and_comes_back_in_its_place()
    {
        var placed = await AppendAsync();
        var recorded = await store.ReadStreamAsync(stream).SingleAsync();

        recorded.Data.Canonical().ShouldBe("""{"currency":"EUR","customerId":"erased","shipTo":null,"total":125e-1}""");
        recorded.Personal!.Value.Canonical().ShouldBe("""{"/customerId":"ada@example.org","/shipTo":{"city":"London","name":"Ada"}}""");
        OrderEventTypes.Serializer.Deserialize(recorded).ShouldBe(placed);
    }

    [Fact]
    public async Task The_markers_stand_in_its_place_and_the_hash_chain_still_holds()
    {
        await AppendAsync();
        await EraseAsync();
        var recorded = await store.ReadStreamAsync(stream).SingleAsync();

        recorded.Personal!.IsErased.ShouldBeTrue();
        recorded.Personal.Digest.Length.ShouldBe(32);
        OrderEventTypes.Serializer.Deserialize(recorded).ShouldBe(new OrderPlaced("erased", null!, 12.50m, "EUR"));
        (await HashChain.VerifyAsync(store.ReadStreamAsync(stream), (await store.LoadAsync(stream)).Head)).ShouldBeNull();
    }

    [Fact]
    public async Task An_event_of_an_older_version_is_still_lifted()
    {
        await store.AppendAsync(new StreamAppend(
            stream,
            ExpectedVersion.NoStream,
            [Some.Event("order-placed", """{"customerId": "erased", "shipTo": null, "total": "1"}""", """{"/customerId": "ada@example.org"}""", 1)]));
        await EraseAsync();

        OrderEventTypes.Serializer.Deserialize(await store.ReadStreamAsync(stream).SingleAsync())
            .ShouldBe(new OrderPlaced("erased", null!, 1m, "EUR"));
    }

    [Fact]
    public async Task Equal_persons_have_different_digests()
    {
        await AppendAsync();
        await AppendAsync();

        var digests = await store.ReadStreamAsync(stream).Select(e => Convert.ToHexString(e.Personal!.Digest.Span)).ToListAsync();
        digests[0].ShouldNotBe(digests[1]);
    }

    [Fact]
    public async Task An_event_that_says_nothing_about_a_person_has_no_personal_part()
    {
        var noted = OrderEventTypes.Serializer.Serialize(new OrderNoted("gift"), Guid.CreateVersion7(), Some.Metadata);
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [noted]));

        (await store.ReadStreamAsync(stream).SingleAsync()).Personal.ShouldBeNull();
    }

    [Fact]
    public async Task A_snapshot_that_is_saved_meanwhile_waits_and_is_not_kept()
    {
        await AppendAsync();
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var erasing = new NpgsqlCommand($"select erase_personal_data(array['{stream}'])", connection);
        await erasing.ExecuteScalarAsync();

        var saving = store.SaveSnapshotAsync(new StreamSnapshot(stream, 1, "{}"u8.ToArray(), "stamp"));
        await Eventually.SeesAsync(
            () => database.Owner.ScalarAsync<long>("select count(*) from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())"),
            waiting => waiting == 1, "a snapshot that waits");
        await transaction.CommitAsync();
        await saving;

        (await store.LoadAsync(stream, "stamp")).Snapshot.ShouldBeNull();
    }

    [Fact]
    public async Task A_transaction_that_could_not_see_the_last_snapshot_is_refused()
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var erasing = new NpgsqlCommand($"select erase_personal_data(from_streams => array['{stream}'])", connection);

        (await Should.ThrowAsync<PostgresException>(() => erasing.ExecuteScalarAsync())).MessageText.ShouldContain("read committed");
    }

    [Fact]
    public async Task Whoever_was_granted_the_right_before_the_function_changed_still_has_it()
    {
        await using var older = new TestDatabase(withTables: false);
        await older.InitializeAsync();
        await older.Owner.ExecuteAsync(EventStoreSchema.Text(1, 8));
        await older.Owner.ExecuteAsync("grant execute on function erase_personal_data to sagas_archiver with grant option");
        await older.Owner.ExecuteAsync(EventStoreSchema.Text(9, EventStoreSchema.Scripts.Count));

        (await new PostgresPersonErasure(older.Archiver).EraseAsync([stream])).ShouldBe(0);
        await older.Archiver.ExecuteAsync("grant execute on function erase_personal_data to sagas_app");
        (await new PostgresPersonErasure(older.App).EraseAsync([stream])).ShouldBe(0);
    }

    [Theory]
    [InlineData("select erase_personal_data('{}')")]
    [InlineData("update streams set erased_at = null")]
    public async Task The_service_may_not(string statement) =>
        (await Should.ThrowAsync<PostgresException>(() => database.App.ExecuteAsync(statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    async Task<OrderPlaced> AppendAsync()
    {
        var placed = new OrderPlaced("ada@example.org", new Address("Ada", "London"), 12.50m, "EUR");
        var appended = OrderEventTypes.Serializer.Serialize(placed, Guid.CreateVersion7(), Some.Metadata);
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [appended]));
        return placed;
    }

    Task<long> EraseAsync() => new PostgresPersonErasure(database.Owner).EraseAsync([stream]);
}
