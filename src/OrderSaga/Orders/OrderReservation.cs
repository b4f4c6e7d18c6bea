using System.Text.Json.Serialization;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;

namespace Sagas.OrderSaga.Orders;

/// <summary>What the order knows of its stock.</summary>
public sealed record OrderReservation
{
    public StepStanding Standing { get; init; }

    /// <summary>The lines at the catalogue's prices; empty until they have been reserved.</summary>
    public IReadOnlyList<ReservedLine> Lines { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Total { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefusedBecause { get; init; }

    public IReadOnlyList<Shortage> Shortages { get; init; } = [];
}
