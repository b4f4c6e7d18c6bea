namespace Sagas.Payment.SimulatedGateway;

/// <summary>The payment tokens that the simulated gateway knows. Any other is declined.</summary>
static class TestToken
{
    public const string Approved = "tok_approved";

    public const string DeclinedInsufficientFunds = "tok_declined_insufficient_funds";

    public const string DeclinedCardExpired = "tok_declined_card_expired";

    /// <summary>Approved, and the answer takes its time. The books say so before.</summary>
    public const string Slow = "tok_slow";

    /// <summary>Out of reach at first, then approved.</summary>
    public const string Outage = "tok_outage";

    /// <summary>Approved, and the first answer is lost on its way.</summary>
    public const string AnswerLost = "tok_answer_lost";

    /// <returns><c>null</c> when the token is approved.</returns>
    public static string? DeclineReason(string token) => token switch
    {
        Approved or Slow or Outage or AnswerLost => null,
        DeclinedInsufficientFunds => "InsufficientFunds",
        DeclinedCardExpired => "CardExpired",
        _ => "UnknownToken",
    };
}
