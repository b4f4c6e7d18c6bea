using Sagas.AllInOne.Api;
using Sagas.AllInOne.Conservation;
using Sagas.AllInOne.Databases;
using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;
using Sagas.AllInOne.Serving;
using Sagas.OrderSaga.Web;
using Sagas.ServiceDefaults;
using Sagas.Shipping;
using Spectre.Console;

namespace Sagas.AllInOne.Demo;

/// <summary>Starts the four services, runs the demo against their HTTP API, and serves on.</summary>
sealed class DemoCommand(IAnsiConsole console, HeldLog log)
{
    const int WentWrong = 1;
    const int Stopped = 130;

    public static async Task<int> RunAsync(int port, bool withRabbitMq, bool once, CancellationToken cancellationToken)
    {
        using var log = new HeldLog();
        var console = DemoConsole.Create(Console.Out);
        try
        {
            return await new DemoCommand(console, log).StartAsync(port, withRabbitMq, once, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WriteLine("Stopped. The same command goes on where this one was.");
            return Stopped;
        }
        catch (Exception exception)
        {
            // Whoever runs a demo needs the reason, not the stack.
            var reason = StartFailure.ReasonFor(exception);
            if (reason is null)
                log.ReleaseTo(console);
            console.Complain(reason ?? exception.Message);
            return WentWrong;
        }
    }

    async Task<int> StartAsync(int port, bool withRabbitMq, bool once, CancellationToken cancellationToken)
    {
        var settings = Settings.From(Environment.GetEnvironmentVariable, withRabbitMq);
        console.WriteLine($"{settings.Databases}, messages {(withRabbitMq ? "over RabbitMQ" : "in memory")}.");
        await new DatabaseProvisioning(settings.Databases).ProvisionAsync(cancellationToken);

        await using var app = FourServices.Build(settings, port, Configure);
        await app.MigrateAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
        await FourServices.WaitForBusAsync(app);

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = Timeout.InfiniteTimeSpan };
        var wrong = await RunAsync(app, http, cancellationToken);
        log.ReleaseTo(console);
        Show(wrong);
        if (!once)
        {
            Addresses.Show(console, http.BaseAddress, settings.RabbitMqManagement);
            await app.WaitForShutdownAsync(cancellationToken);
        }

        await app.StopAsync(CancellationToken.None);
        return wrong.Count == 0 ? 0 : WentWrong;
    }

    void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.HoldIn(log);
        builder.Configuration[$"{ShippingOptions.Section}:{nameof(ShippingOptions.SimulatedCarrier)}:{nameof(SimulatedCarrierOptions.Enabled)}"] = "true";
        builder.Configuration[$"{ExplorerOptions.Section}:{nameof(ExplorerOptions.RecordMessages)}"] = "true";
    }

    Task<IReadOnlyList<string>> RunAsync(WebApplication app, HttpClient http, CancellationToken cancellationToken) =>
        new DemoRun(
            NorthwindData.Read(Path.Combine(AppContext.BaseDirectory, "northwind")),
            SagasApi.Over(http, ApiPatience.Default, TimeProvider.System),
            new DatabaseEvidence(ConservationAudit.Of(app.Configuration), TimeProvider.System),
            FourServices.Serves(app),
            RunLimits.Default,
            console,
            TimeProvider.System).RunAsync(cancellationToken);

    void Show(IReadOnlyList<string> wrong)
    {
        console.Heading(wrong.Count == 0 ? "Every order ended as its data says, and nothing got lost." : "This was wrong:");
        foreach (var sentence in wrong)
            console.Complain(sentence);
    }
}
