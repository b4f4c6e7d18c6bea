using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

/// <summary>The orchestrator as it runs, with a database of its own; messages stay in memory, and no participant answers.</summary>
public class OrderSagaHost : IAsyncLifetime
{
    WebApplicationFactory<Program>? _factory;

    public TestDatabase Database { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    /// <summary>What the situation wants configured.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public IServiceProvider Services => _factory!.Services;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        _factory = Factory();
        Client = _factory.CreateClient();
    }

    /// <summary>Another process of the service on the same database, started and stopped.</summary>
    public async Task StartAnotherAsync()
    {
        await using var another = Factory();
        another.CreateClient().Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_factory is not null)
            await _factory.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A process of the service.</summary>
    /// <param name="more">What it has configured otherwise than the situation.</param>
    protected WebApplicationFactory<Program> Factory(params (string Setting, string Value)[] more) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseSetting("ConnectionStrings:OrderSaga", Database.AppConnectionString);
        host.UseSetting("ConnectionStrings:OrderSagaOwner", Database.OwnerConnectionString);
        foreach (var (setting, value) in Settings)
            host.UseSetting(setting, value);
        foreach (var (setting, value) in more)
            host.UseSetting(setting, value);
    });

    /// <summary>The rows that requests alone write. Sagas that were started earlier go on writing theirs meanwhile.</summary>
    public async Task<long> RowsAsync() =>
        await Database.ScalarAsync<long>("select (select count(*) from streams) + (select count(*) from idempotency_keys)");
}
