using System.ComponentModel.DataAnnotations;

namespace Sagas.Inventory;

/// <summary>The settings under <c>Inventory</c>.</summary>
sealed class InventoryOptions
{
    public const string Section = "Inventory";

    /// <summary>How many commands are handled at once. Each has a transaction and so a connection of its own; more than the database has cores for only wait there.</summary>
    [Range(1, 500)]
    public int ConcurrentMessages { get; init; } = 32;
}
