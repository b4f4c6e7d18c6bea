using Microsoft.AspNetCore.Builder;
using Sagas.ServiceDefaults.Tests.Offices;
using Sagas.TestKit;

namespace Sagas.ServiceDefaults.Tests;

public sealed class When_several_hosts_start_on_an_empty_database : IAsyncLifetime
{
    const int Hosts = 4;

    readonly TestDatabase _north = new();
    readonly TestDatabase _south = new();

    public async ValueTask InitializeAsync()
    {
        await _north.InitializeAsync();
        await _south.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _north.DisposeAsync();
        await _south.DisposeAsync();
    }

    [Fact]
    public async Task each_migration_is_run_once_and_all_of_them_start()
    {
        var hosts = Enumerable.Range(0, Hosts).Select(_ => OfficeHost.Build(_north, _south)).ToList();
        using var together = new Barrier(Hosts);

        await Task.WhenAll(hosts.Select(host => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                return host.MigrateAsync(TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        foreach (var database in new[] { _north, _south })
            (await database.QueryAsync("""select "MigrationId" from "__EFMigrationsHistory" order by 1""", row => row.GetString(0))).ShouldBe(["0001_inbox_and_outbox", "0002_failures", "0003_quartz"]);
        foreach (var host in hosts)
            await host.DisposeAsync();
    }
}
