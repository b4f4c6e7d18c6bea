namespace Sagas.Contracts.Inventory;

/// <summary>What was found of one SKU: every unit is either sound or damaged.</summary>
public sealed record InspectedLine
{
    /// <summary>The SKU.</summary>
    public required string Sku { get; init; }

    /// <summary>Units that can be sold again.</summary>
    public required int Sound { get; init; }

    /// <summary>Units that can not.</summary>
    public required int Damaged { get; init; }
}
