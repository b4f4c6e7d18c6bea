using Sagas.Contracts;

namespace Sagas.Payment.Gateway;

/// <summary>What the gateway says to a release.</summary>
abstract record ReleaseAnswer
{
    ReleaseAnswer()
    {
    }

    /// <summary>There was a charge, and it was given back, with this request or an earlier one.</summary>
    public sealed record Refunded(Money Amount, string ChargeReference, string Reference) : ReleaseAnswer;

    /// <summary>There was no charge, and there will be none.</summary>
    public sealed record Voided : ReleaseAnswer;
}
