using System.Globalization;
using Npgsql;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.Projections;
using Sagas.ServiceDefaults;
using Sagas.TestKit;

namespace Sagas.ReadSide.Benchmark;

/// <summary>The orders' read side in a process of its own, as the service composes it, without sagas and without a bus.</summary>
sealed class OrdersHost : IAsyncDisposable
{
    readonly TestDatabase _database;
    readonly WebApplication _app;

    OrdersHost(TestDatabase database, WebApplication app) => (_database, _app) = (database, app);

    public IServiceProvider Services => _app.Services;

    public NpgsqlDataSource App => _app.Services.GetRequiredKeyedService<NpgsqlDataSource>(typeof(OrderSagaDbContext));

    /// <param name="batchSize">Events of one transaction at most, where the default is not what is measured.</param>
    public static async Task<OrdersHost> StartAsync(int? batchSize = null)
    {
        var database = await TestDatabase.CreateAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:OrderSaga"] = database.AppConnectionString;
        builder.Configuration["ConnectionStrings:OrderSagaOwner"] = database.OwnerConnectionString;
        if (batchSize is { } size)
            builder.Configuration["Projections:BatchSize"] = size.ToString(CultureInfo.InvariantCulture);
        builder.AddServiceDefaults();
        builder.AddDatabase<OrderSagaDbContext>("OrderSaga");
        builder.Services.AddKeyedSingleton(typeof(OrderSagaDbContext), (_, _) => NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.AppConnectionString) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, NoResetOnClose = true }));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new OrderStreams(TimeProvider.System));
        builder.Services.AddReadSide(provider => provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(OrderSagaDbContext)));
        var app = builder.Build();
        await app.MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return new OrdersHost(database, app);
    }

    /// <summary>Runs statements as the owner, however long they take.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Until the read model has every event.</summary>
    public Task CaughtUpAsync() => Eventually.ShouldAsync(
        async () => (await Services.GetRequiredService<ProjectionMonitor>().ReadAsync()) is [{ LagEvents: 0 }], "the read model to catch up", TimeSpan.FromMinutes(10));

    public Task<T?> ScalarAsync<T>(string sql) => _database.ScalarAsync<T>(sql);

    /// <summary>A process of the server.</summary>
    public Task<int> BackendAsync() => ScalarAsync<int>("select pg_backend_pid()");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
