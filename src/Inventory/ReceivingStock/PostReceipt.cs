using Sagas.ServiceDefaults;

namespace Sagas.Inventory.ReceivingStock;

/// <summary>The body of POST /stock/{sku}/receipts: units that came in.</summary>
public sealed record PostReceipt
{
    const int MostUnits = 10_000_000;

    public required int Quantity { get; init; }

    internal Dictionary<string, string[]> Faults(IHeaderDictionary headers)
    {
        var faults = new Dictionary<string, string[]>();
        if (Quantity is < 1 or > MostUnits)
            faults["quantity"] = [$"A receipt has from 1 to {MostUnits} units."];
        if (IdempotencyKey.Fault(headers) is { } fault)
            faults[IdempotencyKey.Header] = [fault];
        return faults;
    }
}
