using Npgsql;

namespace Sagas.AllInOne.Databases;

static class UtilityStatements
{
    /// <summary>Whether the query has a row.</summary>
    public static async Task<bool> HasRowAsync(this NpgsqlConnection connection, string query, string[] values, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(query, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Runs a statement that takes no parameters: the server itself quotes the names (%I) and the literals (%L).</summary>
    public static async Task ExecuteAsync(this NpgsqlConnection connection, string format, string?[] values, CancellationToken cancellationToken)
    {
        await using var quote = new NpgsqlCommand("select format($1, variadic $2)", connection)
        {
            Parameters = { new() { Value = format }, new() { Value = values } },
        };
        var statement = (string)(await quote.ExecuteScalarAsync(cancellationToken))!;
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
