using System.ComponentModel.DataAnnotations;

namespace Sagas.Inventory;

/// <summary>The settings under <c>Inventory</c>.</summary>
sealed class InventoryOptions
{
    public const string Section = "Inventory";

    /// <summary>How many commands are handled at once. They share transactions: fewer make the groups smaller, and each command dearer.</summary>
    [Range(1, 500)]
    public int ConcurrentMessages { get; init; } = 32;
}
