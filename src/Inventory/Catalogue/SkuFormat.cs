using System.Text.RegularExpressions;

namespace Sagas.Inventory.Catalogue;

/// <summary>How a SKU is spelt.</summary>
static partial class SkuFormat
{
    public const string Rule = "A SKU has 1 to 64 letters, digits, dots, dashes or underscores, and starts with a letter or digit.";

    public static bool IsKept(string sku) => Sku.IsMatch(sku);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Sku { get; }
}
