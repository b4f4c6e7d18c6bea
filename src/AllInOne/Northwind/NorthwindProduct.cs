namespace Sagas.AllInOne.Northwind;

/// <summary>A product of the catalogue, at today's price in USD.</summary>
sealed record NorthwindProduct(string Sku, string Name, decimal UnitPrice, bool Discontinued);
