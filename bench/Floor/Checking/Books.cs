using Npgsql;
using Sagas.Floor.Forms;

namespace Sagas.Floor.Checking;

/// <summary>What the databases say when all orders have ended.</summary>
sealed class Books(IReadOnlyDictionary<Role, NpgsqlDataSource> databases)
{
    /// <summary>Whether nothing waits to be sent.</summary>
    public async Task<bool> AreClosedAsync(CancellationToken cancellationToken)
    {
        foreach (var database in databases.Values)
        {
            if (await NumberAsync(database, "select count(*) from outbox", cancellationToken) > 0)
                return false;
        }

        return true;
    }

    public async Task<IReadOnlyList<string>> FindingsAsync(int ordered, CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        if (!await AreClosedAsync(cancellationToken))
            findings.Add("an outbox is not empty");
        var reserved = await NumberAsync(databases[Role.Inventory], "select sum(reserved) from stock", cancellationToken);
        if (reserved != ordered)
            findings.Add($"{reserved} pieces are reserved, and {ordered} were ordered");
        return findings;
    }

    static async Task<long> NumberAsync(NpgsqlDataSource database, string query, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(query);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }
}
