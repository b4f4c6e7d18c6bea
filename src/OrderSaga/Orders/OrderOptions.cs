using System.ComponentModel.DataAnnotations;

namespace Sagas.OrderSaga.Orders;

/// <summary>The settings under <c>Orders</c>.</summary>
public sealed class OrderOptions
{
    public const string Section = "Orders";

    /// <summary>After how many events an order gets a new snapshot, so that loading it reads one row and fewer events than this.</summary>
    [Range(1, 10_000)]
    public int SnapshotEvery { get; init; } = 50;
}
