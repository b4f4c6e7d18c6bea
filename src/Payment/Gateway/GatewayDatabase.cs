using Npgsql;

namespace Sagas.Payment.Gateway;

/// <summary>The gateway's own connections.</summary>
sealed class GatewayDatabase(string connectionString) : IAsyncDisposable
{
    public NpgsqlDataSource DataSource { get; } = NpgsqlDataSource.Create(connectionString);

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
