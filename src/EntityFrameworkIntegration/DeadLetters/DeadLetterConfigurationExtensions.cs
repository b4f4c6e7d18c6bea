using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Transports;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit;

/// <summary>Dead letters and redeliveries in the database of an outbox, instead of queues of the broker.</summary>
public static class DeadLetterConfigurationExtensions
{
    /// <summary>Adds the dead letters of a DbContext's database, beside its outbox. They can be resolved as <see cref="IDeadLetters" />.</summary>
    /// <param name="configurator">The bus registration.</param>
    /// <param name="service">The name that people know them by; without one, the DbContext's.</param>
    /// <param name="redact">
    /// What is kept of a letter's headers, body and fault once it is redriven or dismissed; without it, all. A redriven message is sent as it was, and if it fails
    /// again the letter has all of it again.
    /// </param>
    public static void AddDeadLetters<TDbContext>(
        this IBusRegistrationConfigurator configurator, string? service = null, Func<DeadLetter, DeadLetter>? redact = null)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.TryAddSingleton<DeadLetterRecorder<TDbContext>>();
        configurator.AddEnlistment<TDbContext, FailedDelivery.Counting>();
        configurator.AddSingleton<IDeadLetters>(provider => new DeadLetterStore<TDbContext>(
            service ?? DatabaseName.Of<TDbContext>(),
            provider.GetRequiredService<TransactionalDatabase<TDbContext>>(),
            provider.GetRequiredService<DatabaseOutbox<TDbContext>>(),
            provider.GetService<RehearsalStage>(),
            redact));
    }

    /// <summary>
    /// Lets dead letters tell what redriving them would do, by having their endpoints handle them without writing anything. Every handler of an endpoint with dead
    /// letters then must leave alone what lies outside of its database while <see cref="Sagas.Transactions.IUnitOfWork.IsRehearsal" />: it is called, and what it
    /// charges or prints is not rolled back.
    /// </summary>
    public static void AddRedriveForecasts(this IBusRegistrationConfigurator configurator)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.TryAddSingleton(provider => new RehearsalStage(
            provider.GetRequiredService<IBusRegistrationContext>(), provider.GetRequiredService<Bind<IBus, IBusInstance>>().Value));
    }

    /// <summary>
    /// Makes a dead letter of every message that fails for the last time at this endpoint, can't be read, or is of no use to it, in one transaction with its
    /// Faults; the endpoint has no <c>_error</c> and no <c>_skipped</c> queue. With <c>UseScheduledRedelivery</c> or <c>UseDelayedRedelivery</c>, messages that are to
    /// be delivered again become rows of the outbox. Without the database nothing is acknowledged.
    /// </summary>
    /// <param name="configurator">The receive endpoint.</param>
    /// <param name="context">The registration context that the endpoint is configured with.</param>
    public static void UseDeadLetters<TDbContext>(this IReceiveEndpointConfigurator configurator, IRegistrationContext context)
        where TDbContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new FailureFilter<TDbContext>(context)));
        configurator.ConfigureError(error => error.UseFilter(new DeadLetterErrorFilter<TDbContext>(context)));
        configurator.ConfigureDeadLetter(skipped => skipped.UseFilter(new DeadLetterSkippedFilter<TDbContext>(context)));
    }

    /// <summary>Maps the dead letters.</summary>
    public static void AddDeadLetterEntity(this ModelBuilder modelBuilder, Action<EntityTypeBuilder<DeadLetter>>? callback = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var letter = modelBuilder.Entity<DeadLetter>();
        letter.ToTable("dead_letters");
        letter.HasKey(row => row.DeadLetterId).HasName("dead_letters_pkey");
        letter.Property(row => row.DeadLetterId).HasColumnName("dead_letter_id").ValueGeneratedNever();
        letter.Property(row => row.Endpoint).HasColumnName("endpoint");
        letter.Property(row => row.MessageId).HasColumnName("message_id");
        letter.Property(row => row.MessageType).HasColumnName("message_type");
        letter.Property(row => row.ContentType).HasColumnName("content_type");
        letter.Property(row => row.Headers).HasColumnName("headers").HasColumnType("jsonb");
        letter.Property(row => row.Body).HasColumnName("body");
        letter.Property(row => row.ConversationId).HasColumnName("conversation_id");
        letter.Property(row => row.CorrelationId).HasColumnName("correlation_id");
        letter.Property(row => row.Reason).HasColumnName("reason").HasConversion<string>();
        letter.Property(row => row.Consumer).HasColumnName("consumer");
        letter.Property(row => row.FaultType).HasColumnName("fault_type");
        letter.Property(row => row.FaultMessage).HasColumnName("fault_message");
        letter.Property(row => row.FaultStack).HasColumnName("fault_stack");
        letter.Property(row => row.Fingerprint).HasColumnName("fingerprint");
        letter.Property(row => row.Attempts).HasColumnName("attempts");
        letter.Property(row => row.FirstFailedAt).HasColumnName("first_failed_at");
        letter.Property(row => row.LastFailedAt).HasColumnName("last_failed_at");
        letter.Property(row => row.Status).HasColumnName("status").HasConversion<string>().HasDefaultValue(DeadLetterStatus.Open);
        letter.Property(row => row.DecidedBy).HasColumnName("decided_by");
        letter.Property(row => row.DecidedBecause).HasColumnName("decided_because");
        letter.Property(row => row.DecidedAt).HasColumnName("decided_at");
        letter.Property(row => row.Tenant).HasColumnName("tenant").HasDefaultValue(TenantHeader.Default);
        letter.HasIndex(row => new { row.Endpoint, row.MessageId }).IsUnique().HasDatabaseName("dead_letters_message_key");
        letter.HasIndex(row => new { row.Status, row.LastFailedAt, row.DeadLetterId }).HasDatabaseName("dead_letters_status_time");
        letter.HasIndex(row => new { row.Fingerprint, row.LastFailedAt, row.DeadLetterId }).HasDatabaseName("dead_letters_fingerprint");
        callback?.Invoke(letter);
    }
}
