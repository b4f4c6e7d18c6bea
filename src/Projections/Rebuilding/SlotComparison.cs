using System.Globalization;
using Npgsql;

namespace Sagas.Projections;

/// <summary>Compares the two slots of a read model: by checksums of buckets first, and row by row where those differ.</summary>
static class SlotComparison
{
    const int MostRows = 10;

    const int BucketsOfRows = 256;

    internal static async Task<List<string>> RunAsync(NpgsqlConnection connection, IProjection projection, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        await new NpgsqlCommand(Unsorted, connection).RunAsync(cancellationToken).ConfigureAwait(false);
        foreach (var table in projection.Tables)
        {
            var columns = (await new NpgsqlCommand(Columns, connection).With(table.Name).ReadAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false)).Single();
            var buckets = await new NpgsqlCommand(Buckets(table, columns), connection).WithoutTimeout()
                .ReadAsync(row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
            if (buckets.Count == 0)
                continue;
            var rows = await new NpgsqlCommand(Rows(table), connection).WithoutTimeout().With(buckets.ToArray())
                .ReadAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false);
            differences.AddRange(rows.Count > 0
                ? rows
                : [string.Create(CultureInfo.InvariantCulture, $"{table.Name} differs in {buckets.Count} of {BucketsOfRows} buckets of its rows, though none of them alone does. Do the columns ({table.Key}) tell its rows apart?")]);
        }

        differences.AddRange(await SetAsideAsync(connection, projection.Name, ["a", "b"], cancellationToken).ConfigureAwait(false));
        return differences;
    }

    /// <summary>What slots have set aside: an event that only one of the models has can't be compared.</summary>
    internal static Task<List<string>> SetAsideAsync(NpgsqlConnection connection, string projection, string[] slots, CancellationToken cancellationToken) =>
        new NpgsqlCommand(SetAside, connection).With(projection).With(slots).ReadAsync(row => row.GetString(0), cancellationToken);

    static readonly string SetAside =
        $"""
        select 'slot ' || slot || ' has set aside event ' || version || ' of ' || stream || ': ' || error from projection_set_aside
        where projection = $1 and slot = any($2) and dismissed_at is null order by id limit {MostRows}
        """;

    const string Columns =
        """
        select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
        where attrelid = $1::regclass and attname <> 'slot' and attnum > 0 and not attisdropped
        """;

    static string Bucket(ReadModelTable table) => string.Create(CultureInfo.InvariantCulture, $"(hash_record_extended(row({table.Key}), 0) & {BucketsOfRows - 1})::int");

    // The planner expects nearly as many buckets as rows, and would sort all of these on the disk. Said for the comparison's own transaction only.
    const string Unsorted = "select set_config('enable_sort', 'off', true), set_config('enable_incremental_sort', 'off', true)";

    // What hashes make when they are laid over each other does not depend on the order of the rows, so nothing is sorted.
    static string Buckets(ReadModelTable table, string columns) =>
        $"""
        select bucket from (
          select slot, {Bucket(table)} as bucket, count(*) as n, bit_xor(hash_record_extended(row({columns}), 0)) as checksum
          from {table.Name} t where ({table.Where}) group by 1, 2) sums
        group by bucket
        having count(*) <> 2 or min(n) <> max(n) or min(checksum) <> max(checksum)
        """;

    static string Rows(ReadModelTable table) =>
        $"""
        select '{table.Name} ' || coalesce(a.key, b.key) || ': slot a has ' || coalesce(a.it::text, 'no such row') || ', slot b has ' || coalesce(b.it::text, 'no such row')
        from (select row({table.Key})::text as key, to_jsonb(t) - 'slot' as it from {table.Name} t where slot = 'a' and ({table.Where}) and {Bucket(table)} = any($1)) a
        full join (select row({table.Key})::text as key, to_jsonb(t) - 'slot' as it from {table.Name} t where slot = 'b' and ({table.Where}) and {Bucket(table)} = any($1)) b on b.key = a.key
        where a.it is distinct from b.it
        order by 1 limit {MostRows}
        """;
}
