using Sagas.Contracts;

namespace Sagas.Payment.Gateway;

/// <summary>What the gateway says to a capture.</summary>
abstract record CaptureAnswer
{
    CaptureAnswer()
    {
    }

    /// <summary>The amount was charged, with this request or an earlier one.</summary>
    public sealed record Captured(Money Amount, string Reference) : CaptureAnswer;

    /// <summary>Nothing was charged, and nothing will be under this key.</summary>
    public sealed record Declined(string Reason) : CaptureAnswer;

    /// <summary>The key was released before; nothing was charged.</summary>
    public sealed record Voided : CaptureAnswer;
}
