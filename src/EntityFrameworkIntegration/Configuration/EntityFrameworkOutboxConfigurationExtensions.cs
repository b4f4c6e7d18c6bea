using MassTransit.Configuration;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        var outbox = new EntityFrameworkOutboxConfigurator();
        configure?.Invoke(outbox);

        configurator.TryAddSingleton(TimeProvider.System);
        configurator.TryAddSingleton(new OutboxOptionsOf<TDbContext>(outbox.Options));
        configurator.TryAddKeyedSingleton(typeof(TDbContext), (provider, _) => TransactionalDatabase<TDbContext>.CreateDataSource(provider));
        configurator.TryAddSingleton<TransactionalDatabase<TDbContext>>();
        configurator.TryAddSingleton<DatabaseOutbox<TDbContext>>();
        configurator.AddHostedService(provider => provider.GetRequiredService<DatabaseOutbox<TDbContext>>());
        configurator.AddSingleton<IOutboxMonitor, OutboxMonitor<TDbContext>>();
        configurator.AddHostedService<OutboxGauges>();
        configurator.TryAddScoped<CurrentUnitOfWork<TDbContext>>();
        configurator.TryAddScoped<IUnitOfWork<TDbContext>>(provider => provider.GetRequiredService<CurrentUnitOfWork<TDbContext>>());
        configurator.TryAddScoped<IOutboxContextFactory<TDbContext>, UnitOfWorkContextFactory<TDbContext>>();
        configurator.TryAddScoped<IOutboxSessions<TDbContext>, OutboxSessions<TDbContext>>();
    }

    /// <summary>Handles every message of the endpoint in one unit of work. Put retries before it: they have to begin a new one.</summary>
    /// <param name="configurator">The receive endpoint.</param>
    /// <param name="context">The registration context that the endpoint is configured with.</param>
    public static void UseEntityFrameworkOutbox<TDbContext>(this IReceiveEndpointConfigurator configurator, IRegistrationContext context)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        var observer = new InboxConfigurationObserver<TDbContext>(configurator, context);
        configurator.ConnectConsumerConfigurationObserver(observer);
        configurator.ConnectSagaConfigurationObserver(observer);
    }

    /// <summary>Has something take part in every unit of work of a DbContext's database.</summary>
    public static IServiceCollection AddEnlistment<TDbContext, TEnlistment>(this IServiceCollection services)
        where TDbContext : DbContext
        where TEnlistment : class, IEnlistment =>
        services.AddKeyedSingleton<IEnlistment, TEnlistment>(typeof(TDbContext));

    /// <summary>Maps the inbox and the outbox.</summary>
    public static void AddTransactionalOutboxEntities(this ModelBuilder modelBuilder)
    {
        modelBuilder.AddInboxStateEntity();
        modelBuilder.AddOutboxMessageEntity();
    }

    /// <summary>Maps the inbox.</summary>
    public static void AddInboxStateEntity(this ModelBuilder modelBuilder, Action<EntityTypeBuilder<InboxState>>? callback = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var inbox = modelBuilder.Entity<InboxState>();
        inbox.ToTable("inbox");
        inbox.HasKey(message => new { message.MessageId, message.ConsumerId }).HasName("inbox_pkey");
        inbox.Property(message => message.MessageId).HasColumnName("message_id");
        inbox.Property(message => message.ConsumerId).HasColumnName("consumer_id");
        inbox.Property(message => message.HandledAt).HasColumnName("handled_at").HasDefaultValueSql("now()");
        inbox.HasIndex(message => message.HandledAt).HasDatabaseName("inbox_handled_at");
        callback?.Invoke(inbox);
    }

    /// <summary>Maps the outbox.</summary>
    public static void AddOutboxMessageEntity(this ModelBuilder modelBuilder, Action<EntityTypeBuilder<OutboxMessage>>? callback = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var outbox = modelBuilder.Entity<OutboxMessage>();
        outbox.ToTable("outbox");
        outbox.HasKey(message => message.MessageId).HasName("outbox_pkey");
        outbox.Property(message => message.MessageId).HasColumnName("message_id").ValueGeneratedNever();
        outbox.Property(message => message.Sequence).HasColumnName("sequence").UseIdentityAlwaysColumn();
        outbox.Property(message => message.SubjectId).HasColumnName("subject_id");
        outbox.Property(message => message.Destination).HasColumnName("destination");
        outbox.Property(message => message.MessageType).HasColumnName("message_type");
        outbox.Property(message => message.ContentType).HasColumnName("content_type");
        outbox.Property(message => message.Headers).HasColumnName("headers").HasColumnType("jsonb");
        outbox.Property(message => message.Properties).HasColumnName("properties").HasColumnType("jsonb");
        outbox.Property(message => message.Body).HasColumnName("body");
        outbox.Property(message => message.ConversationId).HasColumnName("conversation_id");
        outbox.Property(message => message.CorrelationId).HasColumnName("correlation_id");
        outbox.Property(message => message.InitiatorId).HasColumnName("initiator_id");
        outbox.Property(message => message.RequestId).HasColumnName("request_id");
        outbox.Property(message => message.ExpiresAt).HasColumnName("expires_at");
        outbox.Property(message => message.DueAt).HasColumnName("due_at");
        outbox.Property(message => message.Token).HasColumnName("token");
        outbox.Property(message => message.Owner).HasColumnName("owner");
        outbox.Property(message => message.LeasedUntil).HasColumnName("leased_until");
        outbox.Property(message => message.Attempts).HasColumnName("attempts").HasDefaultValue(0);
        outbox.Property(message => message.LastError).HasColumnName("last_error");
        outbox.Property(message => message.Tenant).HasColumnName("tenant").HasDefaultValue("default");
        outbox.Property(message => message.CreatedAt).HasColumnName("created_at").HasDefaultValueSql("now()");
        outbox.HasIndex(message => message.Token).IsUnique().HasFilter("token is not null").HasDatabaseName("outbox_token_key");
        outbox.HasIndex(message => new { message.SubjectId, message.Sequence }).HasFilter("subject_id is not null and due_at is null").HasDatabaseName("outbox_subject");
        outbox.HasIndex(message => new { message.LeasedUntil, message.Sequence }).HasDatabaseName("outbox_leased_until");
        outbox.HasIndex(message => message.CreatedAt).HasFilter("last_error is not null").HasDatabaseName("outbox_failing");
        callback?.Invoke(outbox);
    }
}
