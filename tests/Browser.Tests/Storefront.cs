using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Sagas.TestKit;

namespace Sagas.Browser.Tests;

/// <summary>All four services in a process, with a product in stock, and a browser to look at them.</summary>
public partial class Storefront : IAsyncLifetime
{
    public const string Sku = "NW-011";

    static readonly string[] Databases = ["order_saga", "inventory", "payment", "payment_gateway", "shipping"];
    static readonly NpgsqlConnectionStringBuilder Server = new(PostgresServer.ConnectionString);

    readonly string _prefix = $"browser_{Guid.CreateVersion7():N}_";
    ChildProcess? _process;

    public Chromium Browser { get; } = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>What the situation wants configured.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    /// <summary>What the test itself sends its requests with.</summary>
    protected virtual string? Key => null;

    public async ValueTask InitializeAsync()
    {
        var environment = new Dictionary<string, string?>
        {
            ["SAGAS_DATABASE_PREFIX"] = _prefix,
            ["SAGAS_OWNER_PASSWORD"] = Server.Password ?? "",
            ["SAGAS_APP_PASSWORD"] = Server.Password ?? "",
            ["Explorer__RecordMessages"] = "true",
            ["Explorer__LookEvery"] = "00:00:00.100",
        };
        foreach (var (name, value) in Settings)
            environment[name] = value;
        _process = ChildProcess.StartHostQuickly("AllInOne", ["serve", "--port", "0"], environment);
        await Task.WhenAll(Browser.InitializeAsync().AsTask(), AnswersAsync(_process));
        await StockAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Browser.DisposeAsync();
        if (_process is not null)
            await _process.DisposeAsync();
        await using var administrator = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = "postgres", Pooling = false });
        foreach (var database in Databases)
        {
            await using var drop = administrator.CreateCommand($"drop database if exists {_prefix}{database} with (force)");
            await drop.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Keeps a participant from answering until it is disposed of: its table is locked.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string database, string table)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = _prefix + database, Pooling = false });
        var connection = await source.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand($"begin; lock table {table} in access exclusive mode", connection);
        await hold.ExecuteNonQueryAsync();
        return new Held(source, connection);
    }

    async Task AnswersAsync(ChildProcess process)
    {
        await process.WaitForOutputAsync("Now listening on: ", TimeSpan.FromSeconds(120));
        Address = new Uri(Listening().Match(process.Output).Groups[1].Value);
        await process.WaitForHttpAsync(new Uri(Address, "/health/live"));
    }

    async Task StockAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        if (Key is { } key)
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var product = await http.PutAsJsonAsync($"/products/{Sku}", new { name = "Queso Cabrales", unitPrice = new { amount = "21.00", currency = "USD" } });
        product.EnsureSuccessStatusCode();
        using var receipt = new HttpRequestMessage(HttpMethod.Post, $"/stock/{Sku}/receipts") { Content = JsonContent.Create(new { quantity = 1000 }) };
        receipt.Headers.Add("Idempotency-Key", "initial");
        using var booked = await http.SendAsync(receipt);
        booked.EnsureSuccessStatusCode();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();

    sealed class Held(NpgsqlDataSource source, NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
            await source.DisposeAsync();
        }
    }
}
