using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using System.Text.Json;

namespace Sagas.SagaTimeline.Tests.Errands;

public sealed class ErrandDbContext(DbContextOptions options) : SagaDbContext(options)
{
    public const string Tables = """
        create table errands (
          correlation_id uuid primary key, version integer not null, current_state text not null, key text, stops jsonb not null, recipient jsonb,
          weight integer not null, questions integer not null, patience_token uuid);
        grant select, insert, update, delete on errands to sagas_app;
        """;

    protected override IEnumerable<ISagaClassMap> Configurations => [new ErrandMap()];

    sealed class ErrandMap : SagaClassMap<Errand>
    {
        protected override void Configure(EntityTypeBuilder<Errand> entity, ModelBuilder model)
        {
            entity.ToTable("errands");
            entity.Property(errand => errand.CorrelationId).HasColumnName("correlation_id");
            entity.Property(errand => errand.Version).HasColumnName("version");
            entity.Property(errand => errand.CurrentState).HasColumnName("current_state");
            entity.Property(errand => errand.Key).HasColumnName("key");
            entity.Property(errand => errand.Stops).HasColumnName("stops").HasColumnType("jsonb")
                .HasConversion(stops => Json(stops), json => JsonSerializer.Deserialize<List<Stop>>(json, JsonSerializerOptions.Default)!);
            entity.Property(errand => errand.Recipient).HasColumnName("recipient").HasColumnType("jsonb")
                .HasConversion(recipient => Json(recipient), json => JsonSerializer.Deserialize<Recipient>(json, JsonSerializerOptions.Default));
            entity.Property(errand => errand.Weight).HasColumnName("weight");
            entity.Property(errand => errand.Questions).HasColumnName("questions");
            entity.Property(errand => errand.PatienceToken).HasColumnName("patience_token");
        }

        static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Default);
    }
}
