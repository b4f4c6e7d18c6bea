using Microsoft.Extensions.DependencyInjection;
using Sagas.ParticipantTestKit;
using Sagas.Payment.SimulatedGateway;

namespace Sagas.Payment.Tests;

public sealed class When_the_database_is_migrated(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task it_is_as_the_context_maps_it()
    {
        await using var scope = till.Host.Services.CreateAsyncScope();

        (await MappedSchema.DifferencesAsync(scope.ServiceProvider.GetRequiredService<PaymentDbContext>())).ShouldBeEmpty();
        (await MappedSchema.DifferencesAsync(scope.ServiceProvider.GetRequiredService<SimulatedGatewayDbContext>(), unmapped: "outages")).ShouldBeEmpty();
    }
}
