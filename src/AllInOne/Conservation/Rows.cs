using Npgsql;

namespace Sagas.AllInOne.Conservation;

static class Rows
{
    public static async Task<List<T>> ReadAsync<T>(string connectionString, string query, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(row(reader));
        return rows;
    }
}
