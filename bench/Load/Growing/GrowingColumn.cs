using Npgsql;

namespace Sagas.Load.Growing;

/// <summary>A column of a table that grows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Copied">The value of a copy.</param>
/// <param name="Found">What a copy needs to know of the original, to be found once for all copies; may be empty.</param>
sealed record GrowingColumn(string Name, string Copied, string Found)
{
    const string Id = "[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}";

    /// <summary>All but those that the database numbers itself.</summary>
    public static async Task<IReadOnlyList<GrowingColumn>> AllAsync(NpgsqlDataSource source, string table, int orders)
    {
        List<GrowingColumn> columns = [];
        foreach (var (name, type) in await NamesAsync(source, table))
            columns.Add(await OfAsync(source, table, name, type, orders));
        return columns;
    }

    static async Task<GrowingColumn> OfAsync(NpgsqlDataSource source, string table, string name, string type, int orders) => type switch
    {
        "uuid" when await DistinctAsync(source, table, name) >= orders => new(name, CopyOf(name), ""),
        "text" when await DistinctAsync(source, table, $"substring({name} from '{Id}')") >= orders => OfText(name),
        // Of a transaction that is over, as all of the originals'.
        "xid8" => new(name, "'3'::xid8", ""),
        _ => new(name, $"original.{name}", ""),
    };

    /// <summary>A text with an id in it, such as a stream's name, gets the id of the copy.</summary>
    static GrowingColumn OfText(string name) => new(
        name,
        $"replace(original.{name}, id_in_{name}, case length(id_in_{name}) when 32 then replace({TextOf(name)}, '-', '') else {TextOf(name)} end)",
        $", substring(original.{name} from '{Id}') as id_in_{name}");

    static string TextOf(string name) => $"({CopyOf($"(id_in_{name}::uuid)")})::text";

    /// <summary>The copy of an id: of the same millisecond, so that indexes are filled where they were filled for the original, and otherwise the original's and the copy's number hashed.</summary>
    static string CopyOf(string id) => $"(left({id}::text, 13) || substr(md5({id}::text || copy), 1, 20))::uuid";

    static async Task<long> DistinctAsync(NpgsqlDataSource source, string table, string expression)
    {
        await using var command = source.CreateCommand($"select count(distinct {expression}) from {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static async Task<IReadOnlyList<(string Name, string Type)>> NamesAsync(NpgsqlDataSource source, string table)
    {
        await using var command = source.CreateCommand("""
            select attname::text, atttypid::regtype::text from pg_attribute
            where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = '' order by attnum
            """);
        command.Parameters.Add(new() { Value = table });
        await using var reader = await command.ExecuteReaderAsync();
        List<(string, string)> names = [];
        while (await reader.ReadAsync())
            names.Add((reader.GetString(0), reader.GetString(1)));
        return names;
    }
}
