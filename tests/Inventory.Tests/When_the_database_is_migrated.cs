using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.Inventory.ReservingStock;
using Sagas.Inventory.Stock;
using Sagas.Inventory.TakingReturns;
using Sagas.ParticipantTestKit;

namespace Sagas.Inventory.Tests;

public sealed class When_the_database_is_migrated(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task it_is_as_the_context_maps_it()
    {
        await using var scope = warehouse.Host.Services.CreateAsyncScope();

        (await MappedSchema.DifferencesAsync(scope.ServiceProvider.GetRequiredService<InventoryDbContext>())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("reservations_state", typeof(ReservationState))]
    [InlineData("movements_kind", typeof(MovementKind))]
    [InlineData("returns_state", typeof(ReturnState))]
    public async Task it_takes_the_words_that_the_code_writes(string constraint, Type words) =>
        (await StoredWords.InConstraintAsync(warehouse.Database, constraint)).ShouldBe(StoredWords.InCode(words), ignoreOrder: true);

    [Theory]
    [InlineData("update products set sku = sku")]
    [InlineData("update stock set sku = sku")]
    [InlineData("update reservations set order_id = order_id")]
    [InlineData("update reservations set saga_id = saga_id")]
    [InlineData("update movements set quantity = 1")]
    [InlineData("delete from reservations")]
    public async Task the_service_may_not_change_what_its_statements_do_not(string sql)
    {
        await using var app = NpgsqlDataSource.Create(warehouse.Database.AppConnectionString);
        await using var command = app.CreateCommand(sql);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
