using Npgsql;
using Sagas.Load.Systems;

namespace Sagas.Load.Growing;

/// <summary>A table that gets rows with every order.</summary>
/// <param name="Database">Where it lies.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="Columns">Its columns, by how they are copied.</param>
sealed record GrowingTable(string Database, string Name, long Bytes, IReadOnlyList<GrowingColumn> Columns)
{
    /// <summary>The tables with at least a row for each order. What there is once, by day or by product does not grow.</summary>
    public static async Task<IReadOnlyList<GrowingTable>> AllAsync(Ground ground, string database, int orders)
    {
        await using var source = ground.Open(database);
        List<GrowingTable> growing = [];
        foreach (var (name, bytes) in await NamesAsync(source))
        {
            await using var count = source.CreateCommand($"select count(*) from {name}");
            if ((long)(await count.ExecuteScalarAsync())! >= orders)
                growing.Add(new GrowingTable(database, name, bytes, await GrowingColumn.AllAsync(source, name, orders)));
        }

        return growing;
    }

    /// <summary>Adds the copies, in one statement, and leaves nothing for the server to tidy up later.</summary>
    /// <returns>How many rows it has then.</returns>
    public async Task<long> CopyAsync(Ground ground, int copies)
    {
        await using var source = ground.Open(Database);
        await using var connection = await source.OpenConnectionAsync();
        // Foreign keys hold for the copies as they do for the originals, so nobody needs to look.
        await ExecuteAsync(connection, "set session_replication_role = replica");
        await ExecuteAsync(connection, $"""
            insert into {Name} ({string.Join(", ", Columns.Select(column => column.Name))})
            select {string.Join(", ", Columns.Select(column => column.Copied))}
            from (select original.*{string.Concat(Columns.Select(column => column.Found))} from {Name} original offset 0) original, generate_series(1, {copies}) copy
            """);
        await ExecuteAsync(connection, $"vacuum (analyze) {Name}");
        await using var count = new NpgsqlCommand($"select reltuples::bigint from pg_class where oid = '{Name}'::regclass", connection);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    static async Task<IReadOnlyList<(string Name, long Bytes)>> NamesAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            "select oid::regclass::text, pg_table_size(oid) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1");
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, long)> names = [];
        while (await reader.ReadAsync())
            names.Add((reader.GetString(0), reader.GetInt64(1)));
        return names;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
