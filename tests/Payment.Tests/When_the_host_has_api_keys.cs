using Sagas.ParticipantTestKit;

namespace Sagas.Payment.Tests;

public sealed class When_the_host_has_api_keys(Till shared) : IClassFixture<Till>
{
    [Theory]
    [InlineData("GET", "/payments/018f0000-0000-7000-8000-000000000000", "read")]
    [InlineData("GET", "/gateway/charges", "read")]
    public async Task each_endpoint_needs_its_role(string method, string path, string role)
    {
        await using var host = await Till.StartAsync(shared.Database, shared.GatewayDatabase, ApiKeys.Settings);

        await host.Http.ShouldNeedAsync(method, path, role);
    }
}
