using System.Text.Json.Serialization;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;

namespace Sagas.OrderSaga.Orders;

/// <summary>What the order knows of one of its returns.</summary>
public sealed record OrderReturn
{
    public required Guid ReturnId { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>What was charged, and is to be given back.</summary>
    public required Money Amount { get; init; }

    /// <summary>What first turned the return round; null while it goes forward.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReturnRejection? TurnedRoundBy { get; init; }

    /// <summary>When the goods arrived: from then on there is no way back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>What was found of the goods; null until somebody has looked at them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<InspectedLine>? Verdict { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Restocked { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WrittenOff { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Refunded { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefundReference { get; init; }

    /// <summary>The steps that an operator answered for.</summary>
    public IReadOnlyList<ReturnStep> Waived { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ParkedBecause { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? LastOperatorRequest { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReturnOutcome? Outcome { get; init; }

    [JsonIgnore]
    public int Sound => Verdict?.Sum(line => line.Sound) ?? 0;

    [JsonIgnore]
    public int Damaged => Verdict?.Sum(line => line.Damaged) ?? 0;

    /// <summary>What is still to be done before the return is complete, in its order.</summary>
    [JsonIgnore]
    public IReadOnlyList<ReturnStep> Missing =>
    [
        .. ReceivedAt is null ? [ReturnStep.ReceiveReturn] : Array.Empty<ReturnStep>(),
        .. Verdict is null ? [ReturnStep.InspectReturn] : Array.Empty<ReturnStep>(),
        .. Sound == 0 || Restocked is not null || Waived.Contains(ReturnStep.RestockGoods) ? [] : new[] { ReturnStep.RestockGoods },
        .. Damaged == 0 || WrittenOff is not null || Waived.Contains(ReturnStep.WriteOffGoods) ? [] : new[] { ReturnStep.WriteOffGoods },
        .. Refunded is not null || Waived.Contains(ReturnStep.RefundReturn) ? [] : new[] { ReturnStep.RefundReturn },
    ];
}
