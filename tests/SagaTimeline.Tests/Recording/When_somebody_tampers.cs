using Npgsql;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_somebody_tampers(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Theory]
    [InlineData("update saga_timeline set reason = 'nothing to see' where correlation_id = $1 and number = 2", 2, "its content is not what was recorded")]
    [InlineData("update saga_timeline set recorded_at = recorded_at + interval '1 ms' where correlation_id = $1 and number = 2", 2, "its content is not what was recorded")]
    [InlineData("update saga_timeline set details = details || '{\"more\": 1}' where correlation_id = $1 and number = 1", 1, "its content is not what was recorded")]
    [InlineData("update saga_timeline set saga_version = 7 where correlation_id = $1 and number = 3", 3, "its content is not what was recorded")]
    [InlineData("update saga_timeline set hash = previous_hash where correlation_id = $1 and number = 2", 2, "its content is not what was recorded")]
    [InlineData("delete from saga_timeline where correlation_id = $1 and number = 2", 3, "the step before it, 2, is missing")]
    [InlineData("delete from saga_timeline where correlation_id = $1 and number = 3", 3, "the timeline goes up to step 3, but ends with step 2")]
    [InlineData("delete from saga_timeline where correlation_id = $1", 1, "the timeline goes up to step 3, but ends with step 0")]
    [InlineData("delete from saga_timeline_heads where correlation_id = $1", 3, "the timeline's head is missing")]
    public async Task The_step_is_named(string tampering, long number, string why)
    {
        var id = await AnErrandAsync();
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBeNull();
        (await host.Database.ExecuteAsync(tampering, id)).ShouldBeGreaterThan(0);
        (await host.Verifier.VerifyAsync(nameof(Errand), id)).ShouldBe(new BrokenStep(number, why));
    }

    [Theory]
    [InlineData("update saga_timeline set reason = null")]
    [InlineData("delete from saga_timeline")]
    [InlineData("delete from saga_timeline_heads")]
    [InlineData("truncate saga_timeline")]
    public async Task The_role_of_the_services_may_not(string tampering)
    {
        await AnErrandAsync();
        await using var services = NpgsqlDataSource.Create(host.Database.AppConnectionString);
        await using var command = services.CreateCommand(tampering);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    async Task<Guid> AnErrandAsync()
    {
        var id = await host.StartAsync();
        await host.SendAsync(new Fetched(id, 2));
        await host.StepsAsync(id, 2);
        await host.SendAsync(new HandedOver(id));
        await host.StepsAsync(id, 3);
        return id;
    }
}
