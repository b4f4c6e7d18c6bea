using Sagas.EventStore;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_stored_events_cannot_be_read
{
    [Fact]
    public async Task The_host_does_not_start_and_names_them()
    {
        await using var host = new OrderSagaHost();
        await host.InitializeAsync();
        await host.Database.ExecuteAsync(
            """
            insert into events (stream, version, event_id, type, schema_version, data, metadata, recorded_at, hash)
            values ('order-1', 1, gen_random_uuid(), 'order-placed', 4, '{}', '{"actor":"a newer release"}', now(), sha256('1')),
                   ('order-1', 2, gen_random_uuid(), 'order-gift-wrapped', 1, '{}', '{"actor":"a newer release"}', now(), sha256('2'))
            """);

        var refusal = await Should.ThrowAsync<UnreadableEventException>(async () => await host.StartAnotherAsync());

        refusal.Message.ShouldContain("'order-placed' is stored in version 4, which is newer than 3, the one registered. Run the release that wrote it.");
        refusal.Message.ShouldContain("'order-gift-wrapped' is stored but not registered.");
    }
}
