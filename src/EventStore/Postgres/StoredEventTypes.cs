using Npgsql;

namespace Sagas.EventStore;

/// <summary>The pairs of type and schema version that are stored, archived or not.</summary>
static class StoredEventTypes
{
    static readonly string All = $"{Of("events")} union {Of("events_archive")} order by type, schema_version";

    internal static async Task<IReadOnlyList<StoredEventType>> ListAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken) =>
        await dataSource.ReadAsync(Statement.Of(All), row => new StoredEventType(row.GetString(0), row.GetInt32(1)), cancellationToken).ConfigureAwait(false);

    // Skips from pair to pair through the table's index, instead of reading every event.
    static string Of(string table) =>
        $"""
        (with recursive pairs as (
          (select type, schema_version from {table} order by type, schema_version limit 1)
          union all
          select next.type, next.schema_version
          from pairs p
          cross join lateral (
            select type, schema_version from {table}
            where (type, schema_version) > (p.type, p.schema_version)
            order by type, schema_version
            limit 1
          ) next
        )
        select type, schema_version from pairs)
        """;
}
