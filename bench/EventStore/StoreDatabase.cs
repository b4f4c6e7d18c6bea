using Npgsql;
using Sagas.TestKit;

namespace Sagas.EventStore.Benchmark;

/// <summary>A database with the store's tables: as the store uses it, and as hand-written code does, with connections that it prepares itself.</summary>
sealed class StoreDatabase : IAsyncDisposable
{
    readonly TestDatabase _database;
    readonly Dictionary<int, NpgsqlDataSource> _pools = [];

    StoreDatabase(TestDatabase database)
    {
        _database = database;
        ForOurs = PoolOf(32);
        ForFloor = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.AppConnectionString) { MaxPoolSize = 32 });
        Store = new PostgresEventStore(ForOurs, TimeProvider.System);
    }

    public NpgsqlDataSource ForOurs { get; }

    public NpgsqlDataSource ForFloor { get; }

    public PostgresEventStore Store { get; }

    public static async Task<StoreDatabase> CreateAsync()
    {
        var database = await TestDatabase.CreateAsync();
        foreach (var script in EventStoreSchema.Scripts)
            await database.ExecuteAsync(script.Text);
        return new StoreDatabase(database);
    }

    /// <summary>The store on so many connections. A pool hands out the one that has rested longest, so one that is larger than its use keeps none of them warm.</summary>
    public PostgresEventStore StoreOn(int connections) => new(PoolOf(connections), TimeProvider.System);

    public Task<T?> ScalarAsync<T>(string sql) => _database.ScalarAsync<T>(sql);

    /// <summary>A process of the server.</summary>
    public Task<int> BackendAsync() => ScalarAsync<int>("select pg_backend_pid()");

    /// <summary>Runs statements as the owner, however long they take.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Streams of one event each, and their heads.</summary>
    public async Task<StreamHead[]> CreateStreamsAsync(int count)
    {
        PreparedAppend[] appends =
        [
            .. Enumerable.Range(0, count).Select(_ => Parcel.NewStream())
                .Select(stream => new PreparedAppend(StreamHead.None(stream), Parcel.Events(stream, 1), TimeProvider.System.GetUtcNow())),
        ];
        foreach (var chunk in appends.Chunk(500))
        {
            await using var batch = ForOurs.CreateBatch();
            foreach (var command in new StreamAppendStatements(chunk).Commands)
                batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync();
        }

        return [.. appends.Select(append => append.After)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
            await pool.DisposeAsync();
        await ForFloor.DisposeAsync();
        await _database.DisposeAsync();
    }

    NpgsqlDataSource PoolOf(int connections) => _pools.TryGetValue(connections, out var pool) ? pool : _pools[connections] = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(_database.AppConnectionString) { MaxPoolSize = connections, MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, NoResetOnClose = true });
}
