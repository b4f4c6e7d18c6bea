using Sagas.ParticipantTestKit;

namespace Sagas.Shipping.Tests;

public sealed class When_the_host_has_api_keys(Depot shared) : IClassFixture<Depot>
{
    [Theory]
    [InlineData("GET", "/shipments/018f0000-0000-7000-8000-000000000000", "read")]
    [InlineData("GET", "/shipments?orderId=018f0000-0000-7000-8000-000000000000", "read")]
    [InlineData("POST", "/shipments/018f0000-0000-7000-8000-000000000000/dispatch", "operate")]
    [InlineData("POST", "/shipments/018f0000-0000-7000-8000-000000000000/deliver", "operate")]
    public async Task each_endpoint_needs_its_role(string method, string path, string role)
    {
        await using var host = await Depot.StartAsync(shared.Database, ApiKeys.Settings);

        await host.Http.ShouldNeedAsync(method, path, role);
    }
}
