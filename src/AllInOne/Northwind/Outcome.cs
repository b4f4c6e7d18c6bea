namespace Sagas.AllInOne.Northwind;

/// <summary>How an order ends: confirmed, or the reason why it was cancelled.</summary>
static class Outcome
{
    public const string Confirmed = "Confirmed";
    public const string StockUnavailable = "StockUnavailable";
    public const string PriceChanged = "PriceChanged";
    public const string PaymentDeclined = "PaymentDeclined";
    public const string ShipmentRefused = "ShipmentRefused";

    /// <summary>Those that Northwind's orders can come to.</summary>
    public static IReadOnlyList<string> All { get; } = [Confirmed, StockUnavailable, PriceChanged, PaymentDeclined, ShipmentRefused];
}
