using Npgsql;
using Sagas.TestKit;

namespace Sagas.EventStore.Tests;

/// <summary>PostgreSQL's own programs, against the test run's server.</summary>
static class PostgresPrograms
{
    internal static async Task RunAsync(string program, NpgsqlDataSource database, string password, params string[] arguments)
    {
        var to = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var process = ChildProcess.Start(
            PathOf(program),
            ["--host", to.Host!, "--port", to.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--username", to.Username!, "--dbname", to.Database!, .. arguments],
            new Dictionary<string, string?> { ["PGPASSWORD"] = password });
        (await process.WaitForExitAsync()).ShouldBe(0, process.Output);
    }

    static string PathOf(string program)
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(installed)
            .Select(directory => Path.Combine(directory, program))
            .LastOrDefault(File.Exists) ?? throw new InvalidOperationException($"{program} was not found. Install PostgreSQL's client programs.");
    }
}
