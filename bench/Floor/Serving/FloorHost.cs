using System.Threading.Channels;
using Npgsql;
using RabbitMQ.Client;
using Sagas.Floor.Broker;
using Sagas.Floor.Databases;
using Sagas.Floor.Forms;
using Sagas.Floor.Hops;

namespace Sagas.Floor.Serving;

/// <summary>The four services and the API in one process, each service with its own database and its own connection to the broker.</summary>
sealed class FloorHost(Settings settings, Form form, int copies = 1)
{
    static readonly Role[] Services = [Role.Order, Role.Inventory, Role.Payment, Role.Shipping];

    readonly Catalogue _catalogue = new();
    readonly Dictionary<Role, NpgsqlDataSource> _databases = [];
    readonly List<HopService> _services = [];

    public IReadOnlyDictionary<Role, NpgsqlDataSource> Databases => _databases;

    /// <summary>Serves until it is stopped.</summary>
    /// <exception cref="Exception">Whatever stopped one of the services.</exception>
    public async Task RunAsync(string url, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var app = await StartAsync(url, ending.Token);
        try
        {
            await await Task.WhenAny([.. _services.Select(service => service.Ended), Task.Delay(Timeout.Infinite, stop)]);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
            await ending.CancelAsync();
            foreach (var service in _services)
                await service.DisposeAsync();
        }
    }

    async Task<WebApplication> StartAsync(string url, CancellationToken stop)
    {
        var factory = new ConnectionFactory { Uri = settings.RabbitMq, AutomaticRecoveryEnabled = false };
        await using (var connection = await factory.CreateConnectionAsync(stop))
            await Topology.DeclareAsync(connection);

        var (tables, server) = (form.Tables(), new Server(settings));
        ChannelWriter<Arrival>? requests = null;
        foreach (var role in form.Hops ? Services : [Role.Order])
        {
            _databases[role] = await tables.CreateAsync(role, server);
            var service = new HopService(form, tables, _databases[role], await factory.CreateConnectionAsync($"floor {role}", stop), copies);
            if (form.Hops)
                await service.StartAsync(role, new Itinerary(_catalogue), stop);
            requests ??= await service.WorkAsync(Role.Api, stop);
            _services.Add(service);
        }

        var app = Build(url);
        new OrdersApi(requests!, _databases[Role.Order], _catalogue).Map(app);
        await app.StartAsync(stop);
        return app;
    }

    static WebApplication Build(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(url);
        return builder.Build();
    }
}
