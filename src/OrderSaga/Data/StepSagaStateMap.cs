using System.Linq.Expressions;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Data;

/// <summary>The columns that the tables of all sagas of steps have.</summary>
/// <param name="table">The table's name.</param>
abstract class StepSagaStateMap<TSaga, TStep>(string table) : SagaClassMap<TSaga>
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    protected override void Configure(EntityTypeBuilder<TSaga> entity, ModelBuilder model)
    {
        entity.ToTable(table).HasKey(saga => saga.CorrelationId).HasName($"{table}_pkey");
        entity.Property(saga => saga.CorrelationId).HasColumnName("correlation_id");
        entity.Property(saga => saga.CustomerId).HasColumnName("customer_id");
        entity.Property(saga => saga.CurrentState).HasColumnName("current_state");
        entity.Property(saga => saga.Version).HasColumnName("version").IsConcurrencyToken();
        entity.Property(saga => saga.DefinitionVersion).HasColumnName("definition_version").HasDefaultValue(1);
        entity.Property(saga => saga.DefinitionHash).HasColumnName("definition_hash");
        entity.Property(saga => saga.UndoRound).HasColumnName("undo_round");
        entity.Property(saga => saga.Attempt).HasColumnName("attempt");
        entity.Property(saga => saga.WaitingSince).HasColumnName("waiting_since");
        entity.Property(saga => saga.DeadlineToken).HasColumnName("deadline_token");
        entity.Property(saga => saga.DeadlineAt).HasColumnName("deadline_at");
        entity.Property(saga => saga.ParkedBecause).HasColumnName("parked_because");
        entity.Property(saga => saga.CalledOffBecause).HasColumnName("called_off_because");
        entity.Property(saga => saga.Tenant).HasColumnName("tenant").HasDefaultValue("default");
        entity.Property(saga => saga.StartedAt).HasColumnName("started_at");
        entity.Property(saga => saga.UpdatedAt).HasColumnName("updated_at");
        entity.Property(saga => saga.EndedAt).HasColumnName("ended_at");
        Index(entity, "by_state", "ended_at is null", saga => new { saga.CurrentState, saga.DefinitionVersion, saga.WaitingSince, saga.CorrelationId });
        Index(
            entity, "by_deadline", "ended_at is null and deadline_at is not null",
            saga => new { saga.CurrentState, saga.DefinitionVersion, saga.DeadlineAt, saga.CorrelationId });
        Index(
            entity, "by_error", "ended_at is null and parked_because is not null",
            saga => new { saga.CurrentState, saga.DefinitionVersion, saga.ParkedBecause, saga.WaitingSince, saga.CorrelationId });
        Index(
            entity, "by_customer", "ended_at is null",
            saga => new { saga.CustomerId, saga.CurrentState, saga.DefinitionVersion, saga.WaitingSince, saga.CorrelationId });
        Index(entity, "ended", "ended_at is not null", saga => new { saga.CurrentState, saga.DefinitionVersion, saga.EndedAt, saga.CorrelationId });
        Index(
            entity, "ended_by_customer", "ended_at is not null",
            saga => new { saga.CustomerId, saga.CurrentState, saga.DefinitionVersion, saga.EndedAt, saga.CorrelationId });
        Index(
            entity, "ended_by_reason", "ended_at is not null and called_off_because is not null",
            saga => new { saga.CalledOffBecause, saga.CurrentState, saga.DefinitionVersion, saga.EndedAt, saga.CorrelationId });
    }

    protected static void IsJson<T>(PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, Json), json => JsonSerializer.Deserialize<T>(json, Json)!, ValueComparer.CreateDefault<T>(favorStructuralComparisons: false));

    void Index(EntityTypeBuilder<TSaga> entity, string name, string filter, Expression<Func<TSaga, object?>> columns) =>
        entity.HasIndex(columns).HasDatabaseName($"{table}_{name}").HasFilter(filter);
}
