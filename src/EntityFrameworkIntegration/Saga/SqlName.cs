using Microsoft.EntityFrameworkCore.Metadata;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Names as they stand in statements.</summary>
static class SqlName
{
    public static string Of(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Of(StoreObjectIdentifier table) => table.Schema is null ? Of(table.Name) : $"{Of(table.Schema)}.{Of(table.Name)}";
}
