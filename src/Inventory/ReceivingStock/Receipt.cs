namespace Sagas.Inventory.ReceivingStock;

/// <summary>Goods that came in.</summary>
public sealed record Receipt
{
    public required Guid ReceiptId { get; init; }

    public required string Sku { get; init; }

    public required int Quantity { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}
