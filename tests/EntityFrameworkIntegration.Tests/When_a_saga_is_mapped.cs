using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_saga_is_mapped(TollDatabase database) : IClassFixture<TollDatabase>, IAsyncLifetime
{
    static readonly Journey Full = new()
    {
        CorrelationId = Guid.CreateVersion7(),
        Version = 1,
        State = "On the way",
        Weather = Weather.Rain,
        Mood = Mood.Good,
        LastWeather = Weather.Sun,
        Stops = 3,
        Distance = 1234567890123,
        Speed = 0.1,
        Fare = 1234567.8901m,
        Tip = -0.01m,
        IsReturn = true,
        Begun = new DateTimeOffset(2026, 3, 1, 12, 30, 15, 123, TimeSpan.Zero).AddMicroseconds(456),
        Ended = DateTimeOffset.UnixEpoch,
        Day = new DateOnly(2026, 2, 28),
        Took = TimeSpan.FromHours(25),
        Ticket = Guid.CreateVersion7(),
        Code = "A\u00e4'\"\\",
        Photo = [0, 1, 255],
        Luggage = new Luggage("trunk", 2),
    };

    static readonly Journey Empty = new() { CorrelationId = Guid.CreateVersion7(), Version = 1, State = "", Code = "" };

    public async ValueTask InitializeAsync() => await database.ExecuteAsync("""
        create table if not exists journeys (
          correlation_id uuid primary key, version integer not null, state text not null, weather text not null, mood integer not null, last_weather text null,
          stops integer null, distance bigint null, speed double precision null, fare numeric(19,4) not null, tip numeric(19,4) null, is_return boolean null,
          begun timestamp(3) with time zone not null, ended timestamptz null, day date null, took interval null, ticket uuid null,
          code character varying(20) not null, note text null, photo bytea null, luggage jsonb null);
        grant select, insert, update, delete on journeys to sagas_app;
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task every_kind_of_property_is_written_and_read_back()
    {
        await using var dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await using var units = new UnitsOfWork(dataSource, []);
        await using var context = Context<Journey>(new JourneyMap());
        var table = new SagaTable<Journey>(context.Model);

        await WriteAsync(SagaChangeKind.Insert, Full, Empty);
        (await ReadAsync()).ShouldBeEquivalentTo(Expected());
        (await database.ScalarAsync<string>("select luggage ->> 'Kind' from journeys where correlation_id = $1", Full.CorrelationId)).ShouldBe("trunk");
        (await database.ScalarAsync<string>("select weather from journeys where correlation_id = $1", Full.CorrelationId)).ShouldBe("Rain");

        // What was set becomes null, and the other way round, in one statement.
        var (emptied, filled) = (Empty.As(Full.CorrelationId, version: 2), Full.As(Empty.CorrelationId, version: 2));
        await WriteAsync(SagaChangeKind.Update, emptied, filled);
        (await ReadAsync()).ShouldBeEquivalentTo(new List<Journey?> { emptied, filled.As(filled.CorrelationId, 2, Rounded(filled.Begun)) });

        await WriteAsync(SagaChangeKind.Delete, emptied.As(emptied.CorrelationId, 3), filled.As(filled.CorrelationId, 3));
        (await ReadAsync()).ShouldBe([null, null]);

        List<Journey?> Expected() => [Full.As(Full.CorrelationId, 1, Rounded(Full.Begun)), Empty];

        async Task WriteAsync(SagaChangeKind kind, params Journey[] journeys)
        {
            await using var unit = units.Begin();
            foreach (var journey in journeys)
                unit.Write(table, new SagaChange<Journey>(kind, journey));
            await unit.CommitAsync(TestContext.Current.CancellationToken);
        }

        async Task<List<Journey?>> ReadAsync()
        {
            await using var unit = units.Begin();
            var read = new List<Journey?>();
            unit.Load(table, Full.CorrelationId, read.Add);
            unit.Load(table, Empty.CorrelationId, read.Add);
            await unit.LoadAsync(TestContext.Current.CancellationToken);
            return read;
        }
    }

    [Fact]
    public void what_its_statements_would_not_keep_is_left_to_the_change_tracker()
    {
        using var plain = Context<Journey>(new JourneyMap());
        Obstacle<Journey>(plain).ShouldBeNull();

        using var owned = Context<Journey>(new JourneyMap(journey => journey.OwnsOne(j => j.Luggage)));
        Obstacle<Journey>(owned).ShouldNotBeNull().ShouldContain("Luggage");

        using var shadow = Context<Journey>(new JourneyMap(journey => journey.Ignore(j => j.Luggage).Property<int>("Mileage")));
        Obstacle<Journey>(shadow).ShouldNotBeNull().ShouldContain("Mileage");

        using var token = Context<Journey>(new JourneyMap(journey => journey.Ignore(j => j.Luggage).Property(j => j.Distance).IsConcurrencyToken()));
        Obstacle<Journey>(token).ShouldNotBeNull().ShouldContain("Distance");

        using var array = Context<Convoy>(new ConvoyMap());
        Obstacle<Convoy>(array).ShouldNotBeNull().ShouldContain("Plates");

        using var unversioned = Context<Unversioned>(new UnversionedMap());
        Obstacle<Unversioned>(unversioned).ShouldNotBeNull().ShouldContain("ISagaVersion");
    }

    static string? Obstacle<TSaga>(DbContext context)
        where TSaga : class, ISaga =>
        SagaTable<TSaga>.Obstacle(context.Model.FindEntityType(typeof(TSaga))!);

    /// <summary>The column keeps milliseconds.</summary>
    static DateTimeOffset Rounded(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMillisecond));

    MapContext Context<TSaga>(ISagaClassMap map) => new(new DbContextOptionsBuilder<MapContext>().UseNpgsql(database.ConnectionString)
        .ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory, NoModelCache>().Options, map);
}

public enum Weather
{
    Sun,
    Rain,
}

public enum Mood
{
    Bad,
    Good,
}

public sealed record Luggage(string Kind, int Pieces);

public sealed class Journey : ISaga, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string State { get; set; } = "";

    public Weather Weather { get; set; }

    public Mood Mood { get; set; }

    public Weather? LastWeather { get; set; }

    public int? Stops { get; set; }

    public long? Distance { get; set; }

    public double? Speed { get; set; }

    public decimal Fare { get; set; }

    public decimal? Tip { get; set; }

    public bool? IsReturn { get; set; }

    public DateTimeOffset Begun { get; set; }

    public DateTimeOffset? Ended { get; set; }

    public DateOnly? Day { get; set; }

    public TimeSpan? Took { get; set; }

    public Guid? Ticket { get; set; }

    public string Code { get; set; } = "";

    public string? Note { get; set; }

    public byte[]? Photo { get; set; }

    public Luggage? Luggage { get; set; }

    public Journey As(Guid correlationId, int version, DateTimeOffset? begun = null)
    {
        var copy = (Journey)MemberwiseClone();
        (copy.CorrelationId, copy.Version, copy.Begun) = (correlationId, version, begun ?? Begun);
        return copy;
    }
}

sealed class JourneyMap(Action<EntityTypeBuilder<Journey>>? configure = null) : SagaClassMap<Journey>
{
    protected override void Configure(EntityTypeBuilder<Journey> entity, ModelBuilder model)
    {
        entity.ToTable("journeys");
        entity.Property(journey => journey.Weather).HasConversion<string>();
        entity.Property(journey => journey.LastWeather).HasConversion<string>();
        entity.Property(journey => journey.Fare).HasColumnType("numeric(19,4)");
        entity.Property(journey => journey.Tip).HasColumnType("numeric(19,4)");
        entity.Property(journey => journey.Begun).HasColumnType("timestamp(3) with time zone");
        entity.Property(journey => journey.Code).HasMaxLength(20);
        if (configure is not null)
            configure(entity);
        else
            entity.Property(journey => journey.Luggage).HasColumnType("jsonb").HasConversion(
                luggage => System.Text.Json.JsonSerializer.Serialize(luggage, System.Text.Json.JsonSerializerOptions.Default),
                json => System.Text.Json.JsonSerializer.Deserialize<Luggage>(json, System.Text.Json.JsonSerializerOptions.Default));
        foreach (var property in entity.Metadata.GetProperties())
            property.SetColumnName(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }
}

public sealed class Convoy : ISaga, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string[] Plates { get; set; } = [];
}

sealed class ConvoyMap : SagaClassMap<Convoy>;

public sealed class Unversioned : ISaga
{
    public Guid CorrelationId { get; set; }
}

sealed class UnversionedMap : SagaClassMap<Unversioned>;

sealed class MapContext(DbContextOptions options, ISagaClassMap map) : SagaDbContext(options)
{
    protected override IEnumerable<ISagaClassMap> Configurations => [map];
}

/// <summary>EF Core keeps one model for each type of context; here one type has several.</summary>
sealed class NoModelCache : Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => new();
}
