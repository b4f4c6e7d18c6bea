using Microsoft.Extensions.Options;
using Sagas.ParticipantTestKit;
using Sagas.TestKit;

namespace Sagas.Payment.Tests;

public sealed class When_the_settings_make_no_sense(Till till) : IClassFixture<Till>
{
    [Theory]
    [InlineData("Payment:SimulatedGateway:SlowAnswer", "-00:00:01", "SlowAnswer")]
    [InlineData("Payment:SimulatedGateway:SlowAnswer", "02:00:00", "SlowAnswer")]
    [InlineData("Payment:SimulatedGateway:OutageAttempts", "-1", "OutageAttempts")]
    public async Task the_host_does_not_start_and_says_which(string setting, string value, string named) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => ParticipantHost.StartAsync(
            new Dictionary<string, TestDatabase> { ["Payment"] = till.Database, ["PaymentGateway"] = till.GatewayDatabase },
            builder => builder.AddPayment(),
            bus => bus.AddPaymentConsumers(),
            app => app.MapPayment(),
            new Dictionary<string, string?> { [setting] = value })))
            .Message.ShouldContain(named);
}
