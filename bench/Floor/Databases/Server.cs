using Npgsql;
using Sagas.Floor.Hops;

namespace Sagas.Floor.Databases;

/// <summary>The server that the databases lie on, one for each service.</summary>
sealed class Server(Settings settings)
{
    // Each statement is planned once, and so while the tables are empty. It must not read them whole when they have grown.
    const string PlannedOnce = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

    /// <summary>Makes an empty database, in place of one that is left from an earlier run.</summary>
    /// <param name="name">Its name, behind the prefix.</param>
    /// <param name="schema">The files with its tables.</param>
    public async Task<NpgsqlDataSource> CreateAsync(string name, params string[] schema)
    {
        var database = settings.DatabasePrefix + name.Replace('-', '_');
        await using (var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.Postgres) { Database = "postgres", Pooling = false }))
        {
            await ExecuteAsync(server, $"drop database if exists \"{database}\" with (force)");
            await ExecuteAsync(server, $"create database \"{database}\" encoding 'UTF8' template template0");
        }

        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.Postgres)
        {
            Database = database, ApplicationName = "floor", Options = PlannedOnce, MaxPoolSize = 32, MaxAutoPrepare = 10, AutoPrepareMinUsages = 2, NoResetOnClose = true,
        });
        foreach (var file in schema)
            await ExecuteAsync(source, SqlFiles.Read(file));
        return source;
    }

    /// <summary>Fills the shelves with more than any run can order.</summary>
    public static async Task StockAsync(NpgsqlDataSource database, Catalogue catalogue)
    {
        await using var command = database.CreateCommand("insert into stock (sku, available) select sku, 1000000000 from unnest($1) as sku");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. catalogue.Prices.Keys] });
        await command.ExecuteNonQueryAsync();
    }

    static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
