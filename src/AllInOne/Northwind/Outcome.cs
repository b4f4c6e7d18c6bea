namespace Sagas.AllInOne.Northwind;

/// <summary>How an order ends: confirmed, or the reason why it was cancelled. In the order in which the saga can find out.</summary>
static class Outcome
{
    public const string Confirmed = "Confirmed";
    public const string StockUnavailable = "StockUnavailable";
    public const string PriceChanged = "PriceChanged";
    public const string PaymentDeclined = "PaymentDeclined";
    public const string ShipmentRefused = "ShipmentRefused";

    /// <summary>Those that the data of Northwind can lead to.</summary>
    public static IReadOnlyList<string> All { get; } = [Confirmed, StockUnavailable, PriceChanged, PaymentDeclined, ShipmentRefused];
}
