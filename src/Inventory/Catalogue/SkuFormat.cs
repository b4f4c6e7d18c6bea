using System.Text.RegularExpressions;
using Sagas.Contracts.Orders;

namespace Sagas.Inventory.Catalogue;

/// <summary>How a SKU is spelt.</summary>
static partial class SkuFormat
{
    public static readonly string Rule =
        $"A SKU has 1 to {OrderLine.LongestSku} letters, digits, dots, dashes or underscores, and starts with a letter or digit.";

    public static bool IsKept(string sku) => sku.Length <= OrderLine.LongestSku && Sku.IsMatch(sku);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Sku { get; }
}
