namespace Sagas.Inventory.ReservingStock;

/// <summary>A product of the catalogue, as an order meets it.</summary>
/// <param name="UnitPrice">The catalogue's price.</param>
/// <param name="Currency">The price's currency.</param>
/// <param name="Available">Units that are free.</param>
sealed record Offer(decimal UnitPrice, string Currency, long Available);
