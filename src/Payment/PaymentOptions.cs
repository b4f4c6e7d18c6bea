using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Sagas.Payment;

/// <summary>The settings under <c>Payment</c>.</summary>
sealed class PaymentOptions
{
    public const string Section = "Payment";

    [ValidateObjectMembers]
    public SimulatedGatewayOptions SimulatedGateway { get; set; } = new();
}

/// <summary>How the simulated gateway behaves with the tokens that make trouble.</summary>
sealed class SimulatedGatewayOptions
{
    /// <summary>How long the answer to <c>tok_slow</c> takes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SlowAnswer { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often <c>tok_outage</c> gets no answer before it is approved.</summary>
    [Range(0, 1000)]
    public int OutageAttempts { get; set; } = 2;
}
