namespace Sagas.Inventory.ReservingStock;

/// <summary>Why nothing was reserved, as replies say it.</summary>
static class StockRefusal
{
    public const string UnknownSku = "UnknownSku";
    public const string CurrencyMismatch = "CurrencyMismatch";
    public const string OutOfStock = "OutOfStock";
}
