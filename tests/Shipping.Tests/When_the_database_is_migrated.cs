using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.ParticipantTestKit;

namespace Sagas.Shipping.Tests;

public sealed class When_the_database_is_migrated(Depot depot) : IClassFixture<Depot>
{
    [Fact]
    public async Task it_is_as_the_context_maps_it()
    {
        await using var scope = depot.Host.Services.CreateAsyncScope();

        (await MappedSchema.DifferencesAsync(scope.ServiceProvider.GetRequiredService<ShippingDbContext>())).ShouldBeEmpty();
    }

    [Fact]
    public async Task it_takes_the_words_that_the_code_writes() =>
        (await StoredWords.InConstraintAsync(depot.Database, "shipments_status")).ShouldBe(StoredWords.InCode(typeof(ShipmentStatus)), ignoreOrder: true);

    [Theory]
    [InlineData("update shipments set order_id = order_id")]
    [InlineData("update shipments set lines = lines")]
    [InlineData("delete from shipments")]
    public async Task the_service_may_not_change_what_its_statements_do_not(string sql)
    {
        await using var app = NpgsqlDataSource.Create(depot.Database.AppConnectionString);
        await using var command = app.CreateCommand(sql);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
