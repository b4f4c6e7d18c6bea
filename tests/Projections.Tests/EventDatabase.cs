using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Sagas.EventStore;
using Sagas.TestKit;

namespace Sagas.Projections.Tests;

/// <summary>A database with an event store, checkpoints and the read model of <see cref="Tally" />.</summary>
public sealed class EventDatabase : IAsyncLifetime
{
    readonly TestDatabase _database = new();

    public string Name => _database.Name;

    public NpgsqlDataSource App { get; private set; } = null!;

    public NpgsqlDataSource Owner => _database.DataSource;

    internal PostgresEventStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        foreach (var script in EventStoreSchema.Scripts)
            await _database.ExecuteAsync(script.Text);
        foreach (var (assembly, resource) in new[] { ProjectionsSchema.Tables, ProjectionsSchema.Replays })
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            await _database.ExecuteAsync(await reader.ReadToEndAsync());
        }

        await _database.ExecuteAsync(Tally.Schema);
        App = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.AppConnectionString) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 });
        Store = new PostgresEventStore(App, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _database.DisposeAsync();
    }

    public Task<T?> ScalarAsync<T>(string sql, params object[] parameters) => _database.ScalarAsync<T>(sql, parameters);

    public Task<int> ExecuteAsync(string sql, params object[] parameters) => _database.ExecuteAsync(sql, parameters);

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> row) => _database.QueryAsync(sql, row);

    /// <summary>As the end of its process would.</summary>
    internal Task EndConnectionsOfAsync(string process) => OfConnectionsAsync("count(pg_terminate_backend(pid))", process);

    internal async Task<bool> IsListeningAsync(string process) => await OfConnectionsAsync("count(*) filter (where query = 'listen sagas_events')", process) == 1;

    // Only a role itself sees what its sessions do; and it has sessions in other tests' databases, which are nobody's business here.
    async Task<long> OfConnectionsAsync(string what, string process)
    {
        await using var command = App.CreateCommand($"select {what} from pg_stat_activity where datname = current_database() and application_name = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = process });
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>A process that projects: a host of its own, with connections of its own.</summary>
    internal Task<IHost> StartProcessAsync(Tally tally, params (string Name, string Value)[] settings) => StartProcessAsync(tally, "", settings);

    /// <summary>One whose connections have settings of their own.</summary>
    internal async Task<IHost> StartProcessAsync(Tally tally, string connections, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{ProjectionOptions.Section}:{setting.Name}", (string?)setting.Value)));
        builder.Services.AddLogging();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(_database.AppConnectionString + $";Application Name={tally.Process};{connections}"));
        builder.Services.AddSingleton(tally);
        builder.Services.AddProjection<Tally>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        var host = builder.Build();
        // Whoever gives the token ends the services with it.
        await host.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>Appends events to streams, two at most to each and at the same time, so that they commit in any order.</summary>
    internal async Task AppendAsync(IReadOnlyList<StreamId> streams, int rounds)
    {
        for (var round = 0; round < rounds; round++)
            await Parallel.ForEachAsync(streams, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (stream, _) => await AppendAsync(stream, round % 2 + 1));
    }

    internal async Task AppendAsync(StreamId stream, int count, string type = "happened") =>
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [.. Enumerable.Range(0, count).Select(_ => new EventData
        {
            EventId = Guid.CreateVersion7(), Type = type, SchemaVersion = 1, Data = "{}"u8.ToArray(), Metadata = new EventMetadata { Actor = "test" },
        })]));

    /// <summary>Until the live slot has seen every event.</summary>
    internal Task CaughtUpAsync() => Eventually.ShouldAsync(
        async () => await ScalarAsync<long>(Behind) == 0,
        "the projection to catch up",
        describe: async () => $"{await ScalarAsync<long>(Behind)} events behind; {string.Join(", ", await QueryAsync("select partition || ': ' || coalesce(owner::text, 'nobody') || ' ' || coalesce(error, '') from projection_partitions where slot = 'a'", row => row.GetString(0)))}");

    internal const string Behind =
        """
        select count(*) from events e where exists (
          select from projections p join projection_partitions x on x.projection = p.projection and x.slot = p.live_slot
          where (e.xid, e.position) > (x.xid, x.position)) or not exists (select from projection_partitions)
        """;
}
