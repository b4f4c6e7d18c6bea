using Microsoft.Extensions.DependencyInjection;
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
}
