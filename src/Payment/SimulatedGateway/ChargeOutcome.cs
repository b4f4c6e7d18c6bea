namespace Sagas.Payment.SimulatedGateway;

/// <summary>What the gateway did under a key, as it is stored.</summary>
static class ChargeOutcome
{
    public const string Captured = "captured";
    public const string Declined = "declined";
    public const string Voided = "voided";
}
