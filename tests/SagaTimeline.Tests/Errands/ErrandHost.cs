using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sagas.TestKit;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Tests.Errands;

/// <summary>A host with errands in a database of their own, on the in-memory transport.</summary>
public class ErrandHost : IAsyncLifetime
{
    IHost _host = null!;

    public TestDatabase Database { get; } = new();

    public Trouble Trouble { get; } = new();

    protected virtual ConcurrencyMode ConcurrencyMode => ConcurrencyMode.Optimistic;

    public TimelineReader Reader => new(DataSource);

    public TimelineVerifier Verifier => new(DataSource);

    NpgsqlDataSource DataSource => _host.Services.GetRequiredKeyedService<NpgsqlDataSource>(typeof(ErrandDbContext));

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await Database.ExecuteAsync(SqlMigration.InboxAndOutbox);
        await Database.ExecuteAsync(TimelineTables());
        await Database.ExecuteAsync(ErrandDbContext.Tables);

        // Development, so that the container checks scopes.
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(Trouble);
        builder.Services.AddDbContext<ErrandDbContext>(options => options.UseNpgsql(Database.AppConnectionString));
        builder.Services.AddSagaTimeline<ErrandDbContext, ErrandStateMachine, Errand>(Configure);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSagaStateMachine<ErrandStateMachine, Errand>().EntityFrameworkRepository(saga =>
            {
                saga.ConcurrencyMode = ConcurrencyMode;
                saga.ExistingDbContext<ErrandDbContext>();
            });
            bus.AddEntityFrameworkOutbox<ErrandDbContext>();
            bus.AddConfigureEndpointsCallback((context, _, endpoint) =>
            {
                endpoint.ConfigureReceive(receive => receive.UseFilter(new RedeliveredFilter()));
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Handle<TransactionConflictException>();
                    retry.Interval(50, TimeSpan.FromMilliseconds(2));
                });
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Ignore<TransactionConflictException>();
                    retry.Immediate(3);
                });
                endpoint.UseEntityFrameworkOutbox<ErrandDbContext>(context);
            });
            bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual void Configure(SagaTimelineOptions options) => options.Mask<SecretAttribute>().Mask<PersonalAttribute>();

    /// <summary>Sends a message to the errands' endpoint, as the worker would.</summary>
    public async Task SendAsync<T>(T message, Guid? messageId = null, Action<SendContext<T>>? configure = null)
        where T : class
    {
        var endpoint = await _host.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("exchange:errand"));
        await endpoint.Send(message, context =>
        {
            context.MessageId = messageId ?? context.MessageId;
            context.SourceAddress = new Uri("loopback://localhost/worker");
            configure?.Invoke(context);
        });
    }

    /// <summary>Begins an errand and waits until its first step is recorded.</summary>
    public async Task<Guid> StartAsync(TimeSpan? patience = null)
    {
        var id = Guid.CreateVersion7();
        await SendAsync(AnErrand(id, patience ?? TimeSpan.FromMinutes(10)));
        await StepsAsync(id, 1);
        return id;
    }

    public static StartErrand AnErrand(Guid id, TimeSpan patience) => new()
    {
        ErrandId = id,
        Key = "key-7741",
        Stops = [new Stop("Baker") { Clerk = "Ada Byron" }],
        Recipient = new Recipient("Grace Hopper", "1 Navy Yard"),
        Patience = patience,
    };

    /// <summary>Waits until an errand's timeline has so many steps.</summary>
    public async Task<IReadOnlyList<TimelineStep>> StepsAsync(Guid id, int count)
    {
        var steps = await SettledStepsAsync(id, steps => steps.Count >= count);
        steps.Count.ShouldBe(count, TimelineText.Render(steps));
        return steps;
    }

    /// <summary>Waits until an errand's timeline is as wanted.</summary>
    public async Task<IReadOnlyList<TimelineStep>> SettledStepsAsync(Guid id, Func<IReadOnlyList<TimelineStep>, bool> wanted)
    {
        IReadOnlyList<TimelineStep> steps = [];
        await Eventually.ShouldAsync(
            async () => wanted(steps = await Reader.ReadAsync(nameof(Errand), id)),
            $"the steps of errand {id}",
            describe: () => Task.FromResult(TimelineText.Render(steps)));
        return steps;
    }

    /// <summary>Waits until the saga's row shows a revision.</summary>
    public Task RevisionAsync(Guid id, int version) => Eventually.ShouldAsync(
        async () => await Database.ScalarAsync<int>("select version from errands where correlation_id = $1", id) == version,
        $"revision {version} of errand {id}");

    static string TimelineTables()
    {
        var (assembly, resource) = SagaTimelineSchema.Tables;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
