using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MassTransit;

/// <summary>Maps the tables of inbox and outbox, whose names and columns are those of <see cref="SqlMigration.InboxAndOutbox" />.</summary>
public static class OutboxEntityConfigurationExtensions
{
    /// <summary>Maps the inbox and the outbox.</summary>
    /// <param name="modelBuilder">The model.</param>
    /// <param name="callback">Adds to both mappings: a comment, for example.</param>
    public static void AddTransactionalOutboxEntities(this ModelBuilder modelBuilder, Action<EntityTypeBuilder>? callback = null)
    {
        modelBuilder.AddInboxStateEntity(callback);
        modelBuilder.AddOutboxMessageEntity(callback);
    }

    /// <summary>Does nothing, and is kept for models that name it: a database's outbox has no state besides its rows.</summary>
    public static void AddOutboxStateEntity(this ModelBuilder modelBuilder)
    {
    }

    /// <summary>Maps the inbox.</summary>
    public static void AddInboxStateEntity(this ModelBuilder modelBuilder, Action<EntityTypeBuilder<InboxState>>? callback = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var inbox = modelBuilder.Entity<InboxState>();
        inbox.ConfigureInboxStateEntity();
        callback?.Invoke(inbox);
    }

    /// <summary>Maps the inbox.</summary>
    public static void ConfigureInboxStateEntity(this EntityTypeBuilder<InboxState> inbox)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        inbox.ToTable("inbox");
        inbox.HasKey(message => new { message.MessageId, message.ConsumerId }).HasName("inbox_pkey");
        inbox.Property(message => message.MessageId).HasColumnName("message_id");
        inbox.Property(message => message.ConsumerId).HasColumnName("consumer_id");
        inbox.Property(message => message.HandledAt).HasColumnName("handled_at").HasDefaultValueSql("now()");
        inbox.HasIndex(message => message.HandledAt).HasDatabaseName("inbox_handled_at");
    }

    /// <summary>Maps the outbox.</summary>
    public static void AddOutboxMessageEntity(this ModelBuilder modelBuilder, Action<EntityTypeBuilder<OutboxMessage>>? callback = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var outbox = modelBuilder.Entity<OutboxMessage>();
        outbox.ConfigureOutboxMessageEntity();
        callback?.Invoke(outbox);
    }

    /// <summary>Maps the outbox.</summary>
    public static void ConfigureOutboxMessageEntity(this EntityTypeBuilder<OutboxMessage> outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
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
    }
}
