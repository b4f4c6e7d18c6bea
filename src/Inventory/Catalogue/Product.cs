using Sagas.Contracts;

namespace Sagas.Inventory.Catalogue;

/// <summary>What is sold, and for how much.</summary>
sealed class Product
{
    public required string Sku { get; init; }

    public required string Name { get; init; }

    public required decimal UnitPrice { get; init; }

    public required string Currency { get; init; }

    public bool Discontinued { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public Money Price => new(Contracts.Currency.Plain(UnitPrice, Currency), Currency);
}
