using System.Text.RegularExpressions;
using Sagas.Contracts;

namespace Sagas.Inventory.Catalogue;

/// <summary>The body of PUT /products/{sku}: the product as it is from now on.</summary>
public sealed partial record PutProduct
{
    const decimal HighestPrice = 1_000_000_000;

    public required string Name { get; init; }

    public required Money UnitPrice { get; init; }

    public bool Discontinued { get; init; }

    internal Dictionary<string, string[]> Faults(string sku)
    {
        var faults = new Dictionary<string, string[]>();
        if (!SkuFormat.IsMatch(sku))
            faults["sku"] = ["A SKU has 1 to 64 letters, digits, dots, dashes or underscores, and starts with a letter or digit."];
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 200)
            faults["name"] = ["A name has 1 to 200 characters."];
        if (!Currency.IsKnown(UnitPrice.Currency))
            faults["unitPrice.currency"] = ["Use a currency code of ISO 4217, such as EUR."];
        else if (UnitPrice.Amount < Currency.MinorUnit(UnitPrice.Currency) || UnitPrice.Amount >= HighestPrice || UnitPrice.Amount.Scale > 4)
            faults["unitPrice.amount"] = [$"A price is at least {Currency.MinorUnit(UnitPrice.Currency)} and less than {HighestPrice}, with at most four decimals."];
        return faults;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex SkuFormat { get; }
}
