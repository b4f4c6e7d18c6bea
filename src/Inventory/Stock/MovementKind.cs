namespace Sagas.Inventory.Stock;

/// <summary>Why a stock row changed, as it is stored.</summary>
static class MovementKind
{
    public const string Receipt = "receipt";
    public const string Reservation = "reservation";
    public const string Unreservation = "unreservation";
    public const string Dispatch = "dispatch";
    public const string Restock = "restock";
    public const string WriteOff = "write-off";
}
