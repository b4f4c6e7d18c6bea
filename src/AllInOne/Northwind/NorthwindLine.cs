namespace Sagas.AllInOne.Northwind;

/// <param name="Sku">The product.</param>
/// <param name="Quantity">Units.</param>
/// <param name="UnitPriceThen">What a unit cost on the day of the order, in USD, before any discount.</param>
sealed record NorthwindLine(string Sku, int Quantity, decimal UnitPriceThen);
