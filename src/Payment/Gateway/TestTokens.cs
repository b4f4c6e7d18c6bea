namespace Sagas.Payment.Gateway;

/// <summary>The payment tokens that the simulated gateway knows.</summary>
static class TestTokens
{
    public const string Approved = "tok_approved";

    /// <summary>Charged; the answer takes a while.</summary>
    public const string Slow = "tok_slow";

    /// <summary>The gateway is out of reach for the first attempts, then charges.</summary>
    public const string Outage = "tok_outage";

    /// <summary>Charged; the first answer never arrives.</summary>
    public const string AnswerLost = "tok_answer_lost";

    const string DeclinedPrefix = "tok_declined_";

    /// <returns>Why a token is declined, such as <c>InsufficientFunds</c>; <c>null</c> when it is not.</returns>
    public static string? DeclineReason(string token) => token switch
    {
        Approved or Slow or Outage or AnswerLost => null,
        _ when token.StartsWith(DeclinedPrefix, StringComparison.Ordinal) && token.Length > DeclinedPrefix.Length =>
            string.Concat(token[DeclinedPrefix.Length..].Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
        _ => "UnknownToken",
    };
}
