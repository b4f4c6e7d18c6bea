using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Sagas.ParticipantTestKit;

/// <summary>Compares what a DbContext maps with what its migrations made. The .sql files are the truth, so nothing but this keeps the two together.</summary>
public static class MappedSchema
{
    const string Columns = """
        select relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
        from pg_attribute join pg_class on pg_class.oid = attrelid
        where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped and relname <> all ($1)
        """;

    const string Indexes = """
        select t.relname || ': ' || case when indisunique then 'unique ' else '' end || i.relname || ' (' ||
          (select string_agg(attname, ', ' order by position) from unnest(indkey::int2[]) with ordinality as keys (attnum, position)
           join pg_attribute on attrelid = indrelid and pg_attribute.attnum = keys.attnum
           where position <= indnkeyatts) || ')' || case when indpred is null then '' else ' partial' end
        from pg_index join pg_class i on i.oid = indexrelid join pg_class t on t.oid = indrelid
        where t.relnamespace = 'public'::regnamespace and t.relname <> all ($1)
        """;

    /// <param name="context">The context.</param>
    /// <param name="unmapped">Tables that it is meant not to map.</param>
    /// <returns>What is only mapped, and what is only there.</returns>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(DbContext context, params string[] unmapped)
    {
        var mapped = context.Model.GetRelationalModel().Tables.SelectMany(Describe).ToHashSet();
        var there = new HashSet<string>();
        string[] ignored = [.. unmapped, "__EFMigrationsHistory"];
        await using var dataSource = NpgsqlDataSource.Create(context.Database.GetConnectionString()!);
        foreach (var sql in new[] { Columns, Indexes })
        {
            await using var command = dataSource.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ignored });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                there.Add(reader.GetString(0));
        }

        return [.. mapped.Except(there).Select(item => $"only mapped: {item}"), .. there.Except(mapped).Select(item => $"only there: {item}")];
    }

    static IEnumerable<string> Describe(ITable table) =>
    [
        .. table.Columns.Select(column => $"{table.Name}.{column.Name} {column.StoreType}{(column.IsNullable ? "" : " not null")}"),
        .. table.UniqueConstraints.Select(key => $"{table.Name}: unique {key.Name} ({Names(key.Columns)})"),
        .. table.Indexes.Select(index => $"{table.Name}: {(index.IsUnique ? "unique " : "")}{index.Name} ({Names(index.Columns)}){(index.Filter is null ? "" : " partial")}"),
    ];

    static string Names(IEnumerable<IColumn> columns) => string.Join(", ", columns.Select(column => column.Name));
}
