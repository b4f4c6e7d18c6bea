using Npgsql;

namespace Sagas.EventStore.Tests;

public sealed class When_a_service_tries_to_change_history(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("update events set data = '{}'")]
    [InlineData("update events set personal = null, salt = null")]
    [InlineData("delete from events")]
    [InlineData("truncate events")]
    [InlineData("insert into events (position) overriding system value values (1)")]
    [InlineData("update stream_anchors set hash = sha256('x')")]
    [InlineData("delete from stream_anchors")]
    [InlineData("truncate stream_anchors")]
    [InlineData("delete from streams")]
    [InlineData("update streams set tenant = 'another'")]
    [InlineData("alter table events disable trigger all")]
    [InlineData("drop table events")]
    [InlineData("select restore_event_order()")]
    public async Task The_database_refuses(string statement) =>
        (await Should.ThrowAsync<PostgresException>(() => database.App.ExecuteAsync(statement))).SqlState
            .ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Fact]
    public async Task Snapshots_may_go_because_they_can_be_rebuilt()
    {
        var (store, stream) = (new PostgresEventStore(database.App, TimeProvider.System), Some.Stream());
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(2)));
        await store.SaveSnapshotAsync(new StreamSnapshot(stream, 2, "{}"u8.ToArray(), "stamp"));

        (await database.App.ExecuteAsync("delete from snapshots")).ShouldBe(1);

        (await store.LoadAsync(stream, "stamp")).Tail.Count.ShouldBe(2);
    }
}
