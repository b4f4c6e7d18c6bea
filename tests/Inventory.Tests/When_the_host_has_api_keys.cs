using Sagas.ParticipantTestKit;

namespace Sagas.Inventory.Tests;

public sealed class When_the_host_has_api_keys(Warehouse shared) : IClassFixture<Warehouse>
{
    [Theory]
    [InlineData("GET", "/stock", "read")]
    [InlineData("GET", "/stock/NOTHING", "read")]
    [InlineData("PUT", "/products/NOTHING", "operate")]
    [InlineData("POST", "/stock/NOTHING/receipts", "operate")]
    public async Task each_endpoint_needs_its_role(string method, string path, string role)
    {
        await using var host = await Warehouse.StartAsync(shared.Database, ApiKeys.Settings);

        await host.Http.ShouldNeedAsync(method, path, role);
    }
}
