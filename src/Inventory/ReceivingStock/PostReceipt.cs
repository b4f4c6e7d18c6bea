namespace Sagas.Inventory.ReceivingStock;

/// <summary>The body of POST /stock/{sku}/receipts: units that came in.</summary>
public sealed record PostReceipt
{
    const int MostUnits = 10_000_000;
    const int LongestKey = 200;

    public required int Quantity { get; init; }

    internal Dictionary<string, string[]> Faults(string? idempotencyKey)
    {
        var faults = new Dictionary<string, string[]>();
        if (Quantity is < 1 or > MostUnits)
            faults["quantity"] = [$"A receipt has from 1 to {MostUnits} units."];
        if (idempotencyKey is { Length: 0 or > LongestKey } || idempotencyKey?.Any(char.IsControl) == true)
            faults["Idempotency-Key"] = [$"The header has 1 to {LongestKey} characters, no control characters."];
        return faults;
    }
}
