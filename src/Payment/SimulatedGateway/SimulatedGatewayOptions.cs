using System.ComponentModel.DataAnnotations;

namespace Sagas.Payment.SimulatedGateway;

/// <summary>The settings under <c>Payment:SimulatedGateway</c>.</summary>
sealed class SimulatedGatewayOptions
{
    public const string Section = "Payment:SimulatedGateway";

    /// <summary>How long the answer to <c>tok_slow</c> takes.</summary>
    public TimeSpan SlowAnswer { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often <c>tok_outage</c> gets no answer before it is approved.</summary>
    [Range(0, 1000)]
    public int OutageAttempts { get; set; } = 2;
}
