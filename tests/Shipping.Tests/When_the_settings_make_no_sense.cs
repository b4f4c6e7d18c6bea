using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.ParticipantTestKit;
using Sagas.TestKit;

namespace Sagas.Shipping.Tests;

public sealed class When_the_settings_make_no_sense(Depot depot) : IClassFixture<Depot>
{
    [Theory]
    [InlineData("Shipping:SimulatedCarrier:Interval", "00:00:00", "Interval")]
    [InlineData("Shipping:SimulatedCarrier:Interval", "-00:00:01", "Interval")]
    [InlineData("Shipping:SimulatedCarrier:DispatchAfter", "-00:00:01", "DispatchAfter")]
    [InlineData("Shipping:SimulatedCarrier:DeliverAfter", "8.00:00:00", "DeliverAfter")]
    [InlineData("Shipping:ConcurrentMessages", "0", "ConcurrentMessages")]
    public async Task the_host_does_not_start_and_says_which(string setting, string value, string named) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => Depot.StartAsync(depot.Database, new Dictionary<string, string?> { [setting] = value })))
            .Message.ShouldContain(named);

    [Fact]
    public async Task nor_without_carriers() => (await Should.ThrowAsync<OptionsValidationException>(() => ParticipantHost.StartAsync(
        new Dictionary<string, TestDatabase> { ["Shipping"] = depot.Database },
        builder =>
        {
            builder.AddShipping();
            builder.Services.Configure<ShippingOptions>(options => options.Carriers = []);
        },
        bus => bus.AddShippingConsumers(),
        app => app.MapShipping())))
        .Message.ShouldContain("Carriers");
}
