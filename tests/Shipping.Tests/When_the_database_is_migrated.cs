using Microsoft.Extensions.DependencyInjection;
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
}
