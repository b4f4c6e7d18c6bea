using Sagas.AllInOne.Api;
using Sagas.AllInOne.Conservation;
using Sagas.AllInOne.Databases;
using Sagas.AllInOne.Demo;
using Sagas.AllInOne.Ordering;
using Sagas.AllInOne.Serving;
using Sagas.AllInOne.Tests.Support;
using Sagas.ServiceDefaults;

namespace Sagas.AllInOne.Tests.Demo;

public sealed class When_the_demo_runs_against_the_four_services : IAsyncDisposable
{
    readonly Server server = new();
    readonly HeldLog log = new();
    readonly StringWriter output = new();

    [Fact]
    public async Task Every_order_ends_as_its_data_says_and_nothing_gets_lost()
    {
        await new DatabaseProvisioning(server.Databases).ProvisionAsync(CancellationToken.None);
        await using var app = FourServices.Build(
            new Settings(server.Databases, RabbitMq: null, RabbitMqManagement: null), port: 0, builder => builder.Logging.HoldIn(log));
        await app.MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = Timeout.InfiniteTimeSpan };

        var wrong = await new DemoRun(
            Samples.Data,
            SagasApi.Over(http, ApiPatience.Default, TimeProvider.System),
            new DatabaseEvidence(ConservationAudit.Of(app.Configuration), TimeProvider.System),
            FourServices.Serves(app),
            RunLimits.Default,
            DemoConsole.Create(output),
            TimeProvider.System).RunAsync(CancellationToken.None);

        wrong.ShouldBeEmpty(output.ToString());
        await app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        log.Dispose();
    }
}
