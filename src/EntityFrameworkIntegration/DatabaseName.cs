using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What people call a DbContext's database: <c>Inventory</c> for <c>InventoryDbContext</c>.</summary>
static class DatabaseName
{
    public static string Of<TDbContext>()
        where TDbContext : DbContext =>
        typeof(TDbContext).Name.Replace(nameof(DbContext), "", StringComparison.Ordinal);
}
