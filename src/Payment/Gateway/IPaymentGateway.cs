using Sagas.Contracts;

namespace Sagas.Payment.Gateway;

/// <summary>
/// Charges customers, outside of our databases. Every call names a key, and the gateway does each thing once per key: a repeat is told what the first call was. A key
/// that was released can never be captured any more.
/// </summary>
public interface IPaymentGateway
{
    /// <summary>Charges an amount under a key.</summary>
    /// <exception cref="PaymentGatewayException">The gateway could not be asked, or its answer was lost: whether there is a charge is unknown. Ask again with the same key.</exception>
    Task<CaptureAnswer> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken);

    /// <summary>Makes sure that nothing is charged under a key: refunds what was, else voids the key for ever.</summary>
    /// <exception cref="PaymentGatewayException">The gateway could not be asked. Ask again.</exception>
    Task<ReleaseAnswer> ReleaseAsync(string key, CancellationToken cancellationToken);
}

/// <summary>What to charge.</summary>
/// <param name="Key">The idempotency key.</param>
/// <param name="OrderId">What the charge is for, for the gateway's records.</param>
/// <param name="Amount">How much, more than zero.</param>
/// <param name="Token">What the gateway gave the client to charge.</param>
public sealed record CaptureRequest(string Key, Guid OrderId, Money Amount, [property: Sensitive] string Token)
{
    /// <summary>Without the token: requests end up in logs.</summary>
    public override string ToString() => $"capture {Amount} under {Key}";
}

/// <summary>What came of a capture.</summary>
public abstract record CaptureAnswer
{
    /// <summary>Charged.</summary>
    public sealed record Captured(Money Amount, string Reference) : CaptureAnswer;

    /// <summary>Not charged, and never will be under this key.</summary>
    public sealed record Declined(string Reason) : CaptureAnswer;
}

/// <summary>What came of a release.</summary>
public abstract record ReleaseAnswer
{
    /// <summary>There was a charge; it is given back.</summary>
    public sealed record Refunded(Money Amount, string CaptureReference, string Reference) : ReleaseAnswer;

    /// <summary>There was none, and there will be none.</summary>
    public sealed record Voided : ReleaseAnswer;
}
