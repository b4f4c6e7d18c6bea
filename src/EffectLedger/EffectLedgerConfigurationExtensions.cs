using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Sagas.EffectLedger;

/// <summary>Joins the ledger to a participant's database.</summary>
public static class EffectLedgerConfigurationExtensions
{
    /// <summary>Adds <see cref="LocalEffectLedger{TDbContext}" /> and <see cref="RemoteEffectLedger{TDbContext}" /> of every database with an outbox.</summary>
    public static IServiceCollection AddEffectLedger(this IServiceCollection services)
    {
        services.TryAddScoped(typeof(LocalEffectLedger<>));
        services.TryAddScoped(typeof(RemoteEffectLedger<>));
        return services;
    }

    /// <summary>Maps the table.</summary>
    public static void AddEffectEntity(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var effects = modelBuilder.Entity<Effect>();
        effects.ToTable("effects");
        effects.HasKey(effect => new { effect.SagaId, effect.Step, effect.Intent, effect.Round }).HasName("effects_pkey");
        effects.Property(effect => effect.SagaId).HasColumnName("saga_id");
        effects.Property(effect => effect.Step).HasColumnName("step");
        effects.Property(effect => effect.Intent).HasColumnName("intent").HasColumnType("text")
            .HasConversion(intent => IntentColumn.Write(intent), stored => IntentColumn.Read(stored));
        effects.Property(effect => effect.Round).HasColumnName("round").ValueGeneratedNever();
        effects.Property(effect => effect.ReplyType).HasColumnName("reply_type");
        effects.Property(effect => effect.Reply).HasColumnName("reply").HasColumnType("jsonb");
        effects.Property(effect => effect.MessageId).HasColumnName("message_id");
        effects.Property(effect => effect.CommandHash).HasColumnName("command_hash");
        effects.Property(effect => effect.Tenant).HasColumnName("tenant").HasDefaultValue("default");
        effects.Property(effect => effect.RecordedAt).HasColumnName("recorded_at").HasDefaultValueSql("now()");
    }
}
