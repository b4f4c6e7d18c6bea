using System.Diagnostics;
using Npgsql;
using RabbitMQ.Client;
using Sagas.TestKit;

namespace Sagas.Ops.Tests;

public sealed class When_the_servers_are_killed_and_started_again
{
    [Fact]
    public async Task They_go_on_with_the_same_data_under_the_same_address_and_nothing_is_left_after_the_stop()
    {
        await using var services = new ServicesDirectory();
        (await services.StartAsync()).ShouldSucceed();
        var before = services.Exports();
        await SqlAsync(before, "CREATE TABLE kept AS SELECT 42 AS answer");
        var killed = services.Processes();
        Assert.SkipWhen(killed.Count == 0, "The servers run as containers here.");

        foreach (var process in killed)
            Process.GetProcessById(process).Kill();
        // One that is still dying is still running, and would not be started.
        await Eventually.ShouldAsync(() => Task.FromResult(!killed.Any(ChildProcess.IsRunning)), "the servers to have died");
        (await services.StartAsync()).ShouldSucceed();

        services.Exports().ShouldBe(before, ignoreOrder: true);
        (await SqlAsync(before, "SELECT answer FROM kept")).ShouldBe(42);
        await using (await new ConnectionFactory { Uri = new Uri(before["SAGAS_RABBITMQ"]) }.CreateConnectionAsync(TestContext.Current.CancellationToken))
        {
        }

        var started = services.Processes();
        started.Count.ShouldBe(3, "PostgreSQL, RabbitMQ and its port mapper");
        (await services.StopAsync()).ShouldSucceed();
        started.ShouldAllBe(process => !ChildProcess.IsRunning(process));
    }

    static async Task<object?> SqlAsync(IReadOnlyDictionary<string, string> exports, string sql)
    {
        await using var server = NpgsqlDataSource.Create(exports["SAGAS_POSTGRES"] + ";Database=postgres;Pooling=false");
        await using var command = server.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
