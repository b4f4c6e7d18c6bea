using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_the_database_is_migrated(TollDatabase database) : IClassFixture<TollDatabase>
{
    const string Columns = """
        select table_name, column_name, data_type, is_nullable = 'YES', column_default is not null, is_identity = 'YES' from information_schema.columns
        where table_schema = 'public' and table_name = any($1)
        """;

    const string Indexes = """
        select t.relname, i.relname, x.indisunique, pg_get_expr(x.indpred, x.indrelid),
          array(select a.attname::text from unnest(x.indkey) with ordinality as k (attnum, place) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
            order by place)
        from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
        where t.relnamespace = 'public'::regnamespace and t.relname = any($1)
        """;

    static readonly string[] Tables = ["inbox", "outbox", "dead_letters"];

    [Fact]
    public async Task every_mapped_column_is_there_with_its_type_nullability_and_default_and_no_other()
    {
        var actual = await database.QueryAsync(Columns,
            row => new Column(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5)), (object)Tables);

        await using var context = Context();
        var mapped = Entities(context).SelectMany(entity => entity.GetProperties().Select(property => new Column(
            entity.GetTableName()!,
            property.GetColumnName(),
            property.GetColumnType(),
            property.IsColumnNullable(),
            property.GetDefaultValueSql() is not null || property.TryGetDefaultValue(StoreObjectIdentifier.Table(entity.GetTableName()!), out _),
            property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType == typeof(long))));

        actual.ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public async Task every_mapped_key_and_index_is_there_and_no_other()
    {
        var actual = await database.QueryAsync(Indexes,
            row => $"{row.GetString(0)} {row.GetString(1)} {row.GetBoolean(2)} {string.Join(',', (string[])row[4])} {Plain(row[3] as string)}", (object)Tables);

        await using var context = Context();
        var mapped = Entities(context).SelectMany(entity =>
        {
            var table = entity.GetTableName();
            var keys = entity.GetKeys().Select(key => $"{table} {key.GetName()} True {Names(key.Properties)} ");
            var indexes = entity.GetIndexes().Select(index =>
                $"{table} {index.GetDatabaseName()} {index.IsUnique} {Names(index.Properties)} {Plain(index.GetFilter())}");
            return keys.Concat(indexes);
        });

        actual.ShouldBe(mapped, ignoreOrder: true);

        static string Names(IEnumerable<IProperty> properties) => string.Join(',', properties.Select(property => property.GetColumnName()));
    }

    [Fact]
    public async Task the_application_may_use_the_tables_but_not_change_them()
    {
        foreach (var table in Tables)
        {
            foreach (var privilege in new[] { "select", "insert", "update", "delete" })
                (await database.ScalarAsync<bool>("select has_table_privilege('sagas_app', $1, $2)", table, privilege)).ShouldBeTrue($"{privilege} on {table}");
            (await database.ScalarAsync<bool>("select has_table_privilege('sagas_app', $1, 'truncate')", table)).ShouldBeFalse();
        }
    }

    TollDbContext Context() => new(new DbContextOptionsBuilder<TollDbContext>().UseNpgsql(database.ConnectionString).Options);

    static IEnumerable<IEntityType> Entities(TollDbContext context) =>
        context.GetService<Microsoft.EntityFrameworkCore.Metadata.IDesignTimeModel>().Model.GetEntityTypes().Where(entity => Tables.Contains(entity.GetTableName()));

    static string Plain(string? predicate) => (predicate ?? "").Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal).ToLowerInvariant();

    sealed record Column(string Table, string Name, string Type, bool IsNullable, bool HasDefault, bool IsIdentity);
}
