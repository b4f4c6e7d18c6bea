using System.Reflection;
using MassTransit;
using MassTransit.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sagas.EntityFrameworkIntegration.Tests.Documented;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_code_is_written_as_MassTransit_documents_it : IAsyncLifetime
{
    readonly TestDatabase _database = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(ConcurrencyMode.Optimistic)]
    [InlineData(ConcurrencyMode.Pessimistic)]
    public async Task a_saga_repository_of_its_own_keeps_the_saga(ConcurrencyMode mode)
    {
        var connectionString = _database.OwnerConnectionString;
        await using var provider = Services()
            .AddMassTransitTestHarness(cfg =>
            {
                cfg.DisableUsageTelemetry();
                cfg.AddSagaStateMachine<OrderStateMachine, OrderState>()
                    .EntityFrameworkRepository(r =>
                    {
                        r.ConcurrencyMode = mode; // or use Pessimistic, which does not require RowVersion

                        r.AddDbContext<DbContext, OrderStateDbContext>((provider, builder) =>
                        {
                            builder.UseNpgsql(connectionString, m =>
                            {
                                m.MigrationsAssembly(Assembly.GetExecutingAssembly().GetName().Name);
                                m.MigrationsHistoryTable($"__{nameof(OrderStateDbContext)}");
                            });
                        });

                        //This line is added to enable PostgreSQL features
                        r.UsePostgres();
                    });
            })
            .BuildServiceProvider(true);
        await CreateTablesAsync<DbContext>(provider);
        var harness = provider.GetTestHarness();
        await harness.Start();
        var saga = harness.GetSagaStateMachineHarness<OrderStateMachine, OrderState>();
        var orderId = NewId.NextGuid();

        await harness.Bus.Publish(new OrderSubmitted(orderId, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc)), Cancellation);
        (await saga.Exists(orderId, x => x.Submitted)).ShouldBe(orderId);

        // At once: what one of them does must not be lost to another.
        await Task.WhenAll(Enumerable.Range(1, 10).Select(number => harness.Bus.Publish(new ItemAdded(orderId, $"sku-{number}"), Cancellation)));
        var sagas = provider.GetRequiredService<ILoadSagaRepository<OrderState>>();
        await Eventually.ShouldAsync(async () => (await sagas.Load(orderId)).ItemCount == 10, "ten items");
        (await sagas.Load(orderId)).Labels.Count.ShouldBe(10);

        await harness.Bus.Publish(new OrderCompleted(orderId), Cancellation);
        (await saga.NotExists(orderId)).ShouldBeNull();
        await harness.Stop(Cancellation);
    }

    [Fact]
    public async Task the_bus_outbox_and_the_consumer_outbox_carry_a_registration_through()
    {
        var connectionString = _database.OwnerConnectionString;
        await using var provider = Services()
            .AddDbContext<RegistrationDbContext>(x => x.UseNpgsql(connectionString))
            .AddScoped<RegistrationService>()
            .AddMassTransitTestHarness(x =>
            {
                x.DisableUsageTelemetry();
                x.AddEntityFrameworkOutbox<RegistrationDbContext>(o =>
                {
                    o.QueryDelay = TimeSpan.FromSeconds(1);
                    o.DuplicateDetectionWindow = TimeSpan.FromSeconds(30);

                    // configure which database lock provider to use (Postgres, SqlServer, or MySql)
                    o.UsePostgres();

                    // enable the bus outbox
                    o.UseBusOutbox(bo => bo.MessageDeliveryLimit = 10);
                });

                x.SetKebabCaseEndpointNameFormatter();
                x.AddConsumer<SendRegistrationEmailConsumer, SendRegistrationEmailConsumerDefinition>();
                x.AddSagaStateMachine<RegistrationStateMachine, RegistrationState, RegistrationStateDefinition>()
                    .EntityFrameworkRepository(r =>
                    {
                        r.ExistingDbContext<RegistrationDbContext>();
                        r.UsePostgres();
                    });
            })
            .BuildServiceProvider(true);
        await CreateTablesAsync<RegistrationDbContext>(provider);
        var harness = provider.GetTestHarness();
        await harness.Start();
        var saga = harness.GetSagaStateMachineHarness<RegistrationStateMachine, RegistrationState>();

        var registration = await SubmitAsync(provider, "jane");

        (await saga.Exists(registration.RegistrationId, x => x.Welcomed)).ShouldBe(registration.RegistrationId);
        await Should.ThrowAsync<DbUpdateException>(() => SubmitAsync(provider, "jane"));
        await Eventually.ShouldAsync(
            async () => await _database.ScalarAsync<long>("select count(*) from outbox") == 0, "the outbox to be empty");
        (await harness.Consumed.SelectAsync<RegistrationSubmitted>(Cancellation).Count()).ShouldBe(1);
        (await _database.ScalarAsync<long>("select count(*) from inbox")).ShouldBe(3);
        await harness.Stop(Cancellation);
    }

    /// <summary>Without the test harness's own log, which goes to the console.</summary>
    static IServiceCollection Services() => new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);

    static async Task<Registration> SubmitAsync(IServiceProvider provider, string memberId)
    {
        await using var scope = provider.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegistrationService>().SubmitRegistration(memberId);
    }

    static async Task CreateTablesAsync<TContext>(IServiceProvider provider)
        where TContext : DbContext
    {
        await using var scope = provider.CreateAsyncScope();
        var script = scope.ServiceProvider.GetRequiredService<TContext>().Database.GenerateCreateScript();
        await scope.ServiceProvider.GetRequiredService<TContext>().Database.ExecuteSqlRawAsync(script.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }
}
