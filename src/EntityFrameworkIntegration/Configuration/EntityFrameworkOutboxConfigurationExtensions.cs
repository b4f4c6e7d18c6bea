using MassTransit.Configuration;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Sagas.Transactions;

namespace MassTransit;

/// <summary>Inbox and outbox on EF Core and PostgreSQL.</summary>
public static class EntityFrameworkOutboxConfigurationExtensions
{
    /// <summary>
    /// Adds the outbox of a DbContext: messages of its units of work are written with them and sent after the commit. Receive endpoints join with
    /// <see cref="UseEntityFrameworkOutbox{TDbContext}" />; HTTP endpoints with <see cref="IOutboxSessions{TDbContext}" />. The database's
    /// <see cref="NpgsqlDataSource" /> can be resolved under the key <c>typeof(TDbContext)</c>.
    /// </summary>
    /// <param name="configurator">The bus registration.</param>
    /// <param name="configure">Adjusts the outbox.</param>
    public static void AddEntityFrameworkOutbox<TDbContext>(
        this IBusRegistrationConfigurator configurator, Action<IEntityFrameworkOutboxConfigurator>? configure = null)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        var outbox = new EntityFrameworkOutboxConfigurator<TDbContext>(configurator);
        configure?.Invoke(outbox);

        configurator.TryAddSingleton(TimeProvider.System);
        configurator.TryAddSingleton(new OutboxOptionsOf<TDbContext>(outbox.Options));
        configurator.AddTransactionalDatabase<TDbContext>();
        configurator.TryAddSingleton<HandledEndpoints<TDbContext>>();
        configurator.TryAddSingleton<DatabaseOutbox<TDbContext>>();
        if (outbox.Options.Delivers)
            configurator.StopAfterTheBus(provider => provider.GetRequiredService<DatabaseOutbox<TDbContext>>());
        if (outbox.Options.CleansInbox)
            configurator.AddHostedService<InboxCleanup<TDbContext>>();
        configurator.AddSingleton<IOutboxMonitor, OutboxMonitor<TDbContext>>();
        configurator.AddHostedService<OutboxGauges>();
        configurator.TryAddScoped<IOutboxContextFactory<TDbContext>, UnitOfWorkContextFactory<TDbContext>>();
        configurator.TryAddScoped<IOutboxSessions<TDbContext>, OutboxSessions<TDbContext>>();
    }

    /// <summary>
    /// Hosts stop their services in the reverse order of registration. Stopping the bus waits for the messages that are being handled, and what they send has to
    /// leave before the bus is gone.
    /// </summary>
    static void StopAfterTheBus(this IServiceCollection services, Func<IServiceProvider, IHostedService> service) =>
        services.Insert(0, ServiceDescriptor.Singleton(service));

    /// <summary>PostgreSQL, which is the only database here. Kept for configuration that names it.</summary>
    public static IEntityFrameworkOutboxConfigurator UsePostgres(this IEntityFrameworkOutboxConfigurator configurator) => configurator;

    /// <summary>PostgreSQL, which is the only database here. Kept for configuration that names it.</summary>
    /// <param name="configurator">The outbox.</param>
    /// <param name="enableSchemaCaching">Has no effect: statements belong to one DbContext here, so several contexts need no setting.</param>
    public static IEntityFrameworkOutboxConfigurator UsePostgres(this IEntityFrameworkOutboxConfigurator configurator, bool enableSchemaCaching) => configurator;

    /// <summary>Handles every message of the endpoint in one unit of work. Put retries before it: they have to begin a new one.</summary>
    /// <param name="configurator">The receive endpoint.</param>
    /// <param name="context">The registration context that the endpoint is configured with.</param>
    public static void UseEntityFrameworkOutbox<TDbContext>(this IReceiveEndpointConfigurator configurator, IRegistrationContext context)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        ArgumentNullException.ThrowIfNull(context);
        context.GetRequiredService<HandledEndpoints<TDbContext>>().Add(configurator.InputAddress);
        var observer = new InboxConfigurationObserver<TDbContext>(configurator, context);
        configurator.ConnectConsumerConfigurationObserver(observer);
        configurator.ConnectSagaConfigurationObserver(observer);
    }

    /// <summary>Has something take part in every unit of work of a DbContext's database.</summary>
    public static IServiceCollection AddEnlistment<TDbContext, TEnlistment>(this IServiceCollection services)
        where TDbContext : DbContext
        where TEnlistment : class, IEnlistment =>
        services.AddKeyedSingleton<IEnlistment, TEnlistment>(typeof(TDbContext));
}
