using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Api;

/// <summary>A return as a client sees it.</summary>
public sealed record ReturnView
{
    /// <summary>The return, which is its saga's id too.</summary>
    public required Guid ReturnId { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>What is to be given back.</summary>
    public required Money Amount { get; init; }

    public DateTimeOffset? GoodsReceivedAt { get; init; }

    /// <summary>What was found of the goods; null until somebody has looked at them.</summary>
    public IReadOnlyList<InspectedLine>? Inspection { get; init; }

    /// <summary>What was given back through the payment gateway; null while it was not, and when an operator settled it otherwise.</summary>
    public Money? Refunded { get; init; }

    /// <summary>The steps that an operator answered for.</summary>
    public required IReadOnlyList<ReturnStep> SettledByHand { get; init; }

    /// <summary>How the return ended; null while it is under way.</summary>
    public ReturnOutcome? Outcome { get; init; }

    /// <summary>Why it came to nothing, when it did.</summary>
    public ReturnRejection? RejectedBecause { get; init; }

    /// <summary>Why the return waits for an operator; null when it does not.</summary>
    public string? NeedsAttentionBecause { get; init; }

    internal static ReturnView Of(OrderReturn known) => new()
    {
        ReturnId = known.ReturnId,
        Reason = known.Reason,
        Lines = known.Lines,
        Amount = known.Amount,
        GoodsReceivedAt = known.ReceivedAt,
        Inspection = known.Verdict,
        Refunded = known.Refunded,
        SettledByHand = known.Waived,
        Outcome = known.Outcome,
        RejectedBecause = known.TurnedRoundBy,
        NeedsAttentionBecause = known.ParkedBecause,
    };
}
