using System.ComponentModel.DataAnnotations;

namespace Sagas.Payment;

/// <summary>The settings under <c>Payment</c>.</summary>
public sealed class PaymentOptions
{
    public const string Section = "Payment";

    /// <summary>How many commands are handled at once. Each waits for the gateway without holding a transaction.</summary>
    [Range(1, 500)]
    public int ConcurrentMessages { get; set; } = 64;

    public SimulatedGatewayOptions SimulatedGateway { get; set; } = new();
}

/// <summary>How the simulated gateway misbehaves.</summary>
public sealed class SimulatedGatewayOptions
{
    /// <summary>How long the answer to <c>tok_slow</c> takes. The charge is recorded before.</summary>
    public TimeSpan SlowAnswer { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How many attempts with <c>tok_outage</c> fail.</summary>
    [Range(0, 100)]
    public int OutageAttempts { get; set; } = 2;
}
