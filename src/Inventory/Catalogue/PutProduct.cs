using Sagas.Contracts;

namespace Sagas.Inventory.Catalogue;

/// <summary>The body of PUT /products/{sku}: the product as it is from now on.</summary>
public sealed record PutProduct
{
    const decimal HighestPrice = 1_000_000_000;
    const int Decimals = 4;

    public required string Name { get; init; }

    public required Money UnitPrice { get; init; }

    public bool Discontinued { get; init; }

    internal Dictionary<string, string[]> Faults(string sku)
    {
        var faults = new Dictionary<string, string[]>();
        if (!SkuFormat.IsKept(sku))
            faults["sku"] = [SkuFormat.Rule];
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 200 || Name.Any(char.IsControl))
            faults["name"] = ["A name has 1 to 200 characters, no line breaks and no other control characters."];
        if (!Currency.IsKnown(UnitPrice.Currency))
            faults["unitPrice.currency"] = ["Use a currency code of ISO 4217, such as EUR."];
        else if (UnitPrice.Amount < Currency.MinorUnit(UnitPrice.Currency) || UnitPrice.Amount >= HighestPrice || decimal.Round(UnitPrice.Amount, Decimals) != UnitPrice.Amount)
            faults["unitPrice.amount"] = [$"A price is at least {Currency.MinorUnit(UnitPrice.Currency)} and less than {HighestPrice}, with at most four decimals."];
        return faults;
    }
}
