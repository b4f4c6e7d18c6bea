using Npgsql;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>A gate whose row somebody else has locked, until it is disposed of.</summary>
sealed class HeldGate : IAsyncDisposable
{
    readonly NpgsqlConnection _connection;

    HeldGate(NpgsqlConnection connection) => _connection = connection;

    public static async Task<HeldGate> HoldAsync(TollDatabase database, Guid gateId)
    {
        var held = new HeldGate(new NpgsqlConnection(database.ConnectionString));
        await held._connection.OpenAsync();
        await held._connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("select from gates where gate_id = $1 for update", held._connection) { Parameters = { new() { Value = gateId } } };
        await command.ExecuteNonQueryAsync();
        return held;
    }

    /// <summary>Rolls back.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
