using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

/// <summary>The bus outbox. The sweep looks once a minute here, so what arrives sooner came from memory after its commit.</summary>
public sealed class When_messages_are_published_outside_of_a_consumer(TollDatabase database) : IClassFixture<TollDatabase>
{
    readonly Guid _crossingId = Guid.CreateVersion7();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_save_writes_them_and_they_leave_after_its_commit()
    {
        await using var host = await StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var (messageId, gateId) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await PublishAsync(scope, publish =>
        {
            publish.MessageId = messageId;
            publish.Headers.Set("Weather", "rain");
        });
        var gates = await scope.ServiceProvider.GetRequiredService<ISendEndpointProvider>().GetSendEndpoint(new("exchange:gates"));
        await gates.Send(new OpenGate(gateId), Cancellation);
        var context = scope.ServiceProvider.GetRequiredService<TollDbContext>();
        context.Add(new Crossing(_crossingId));
        (await database.OutboxAsync()).ShouldBe(0);
        await context.SaveChangesAsync(Cancellation);

        var seen = (await host.Sightings.UntilAsync<CrossingRecorded>(IsOurs)).Context;
        seen.MessageId.ShouldBe(messageId);
        seen.ConversationId.ShouldNotBeNull();
        seen.SourceAddress.ShouldNotBeNull();
        seen.DestinationAddress.ShouldNotBeNull();
        seen.Headers.Get<string>("Weather").ShouldBe("rain");
        await host.Sightings.UntilAsync<GateOpened>(opened => opened.GateId == gateId);
        (await CrossingsAsync()).ShouldBe(1);
        context.ChangeTracker.Entries<MassTransit.EntityFrameworkCoreIntegration.OutboxMessage>().ShouldBeEmpty();
        await database.UntilOutboxIsEmptyAsync();
    }

    [Fact]
    public async Task every_save_takes_what_came_before_it()
    {
        await using var host = await StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TollDbContext>();

        for (var sent = 1; sent <= 3; sent++)
        {
            await PublishAsync(scope);
            await context.SaveChangesAsync(Cancellation);
            await host.Sightings.UntilAsync<CrossingRecorded>(sent, IsOurs);
        }
    }

    [Fact]
    public async Task a_save_that_fails_sends_nothing_and_can_be_tried_again()
    {
        await using var host = await StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TollDbContext>();
        await database.ExecuteAsync("insert into crossings values ($1)", _crossingId);

        await PublishAsync(scope);
        var crossing = context.Add(new Crossing(_crossingId));
        await Should.ThrowAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));
        (await database.OutboxAsync()).ShouldBe(0);

        crossing.State = EntityState.Detached;
        await context.SaveChangesAsync(Cancellation);
        await host.Sightings.UntilAsync<CrossingRecorded>(1, IsOurs);
    }

    [Fact]
    public async Task in_the_callers_transaction_they_leave_after_its_commit()
    {
        await using var host = await StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TollDbContext>();

        await using (var transaction = await context.Database.BeginTransactionAsync(Cancellation))
        {
            await PublishAsync(scope);
            await context.SaveChangesAsync(Cancellation);
            // Another scope's message overtakes it: its commit comes first.
            await using (var other = host.Services.CreateAsyncScope())
            {
                await other.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new GateOpened(_crossingId), Cancellation);
                await other.ServiceProvider.GetRequiredService<TollDbContext>().SaveChangesAsync(Cancellation);
            }

            await host.Sightings.UntilAsync<GateOpened>(opened => opened.GateId == _crossingId);
            host.Sightings.With<CrossingRecorded>(IsOurs).ShouldBeEmpty();
            await transaction.CommitAsync(Cancellation);
        }

        await host.Sightings.UntilAsync<CrossingRecorded>(1, IsOurs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task what_is_rolled_back_is_not_sent(bool toSavepoint)
    {
        await using var host = await StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TollDbContext>();

        await using (var transaction = await context.Database.BeginTransactionAsync(Cancellation))
        {
            await transaction.CreateSavepointAsync("before", Cancellation);
            await PublishAsync(scope);
            await context.SaveChangesAsync(Cancellation);
            if (toSavepoint)
            {
                await transaction.RollbackToSavepointAsync("before", Cancellation);
                await transaction.CommitAsync(Cancellation);
            }
            else
            {
                await transaction.RollbackAsync(Cancellation);
            }
        }

        // What the scope sends now would come after it.
        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new GateOpened(_crossingId), Cancellation);
        await context.SaveChangesAsync(Cancellation);
        await host.Sightings.UntilAsync<GateOpened>(opened => opened.GateId == _crossingId);
        host.Sightings.With<CrossingRecorded>(IsOurs).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_commit_that_nobody_sees_is_found_by_the_sweep()
    {
        await using var host = await StartAsync(outbox => outbox.QueryDelay = TimeSpan.FromMilliseconds(200));
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TollDbContext>();

        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        context.Database.SetDbConnection(connection);
        await context.Database.UseTransactionAsync(transaction, Cancellation);
        await PublishAsync(scope);
        await context.SaveChangesAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);

        await host.Sightings.UntilAsync<CrossingRecorded>(IsOurs);
    }

    [Fact]
    public async Task before_the_bus_has_started_they_wait_for_it()
    {
        await using var host = TollHost.Build(database.ConnectionString, Settings());
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await PublishAsync(scope);
            await scope.ServiceProvider.GetRequiredService<TollDbContext>().SaveChangesAsync(Cancellation);
            (await database.OutboxAsync()).ShouldBe(1);
        }

        await host.StartAsync();
        await host.Sightings.UntilAsync<CrossingRecorded>(1, IsOurs);
    }

    [Fact]
    public async Task a_request_is_sent_at_once_and_answered()
    {
        await using var host = await StartAsync();
        await using var scope = host.Services.CreateAsyncScope();

        var client = scope.ServiceProvider.GetRequiredService<IRequestClient<CollectToll>>();
        var response = await client.GetResponse<TollCollected>(new CollectToll(_crossingId, 5), Cancellation);

        response.Message.CrossingId.ShouldBe(_crossingId);
    }

    [Fact]
    public async Task a_scheduled_message_waits_in_the_outbox()
    {
        await using var host = await StartAsync(outbox => outbox.QueryDelay = TimeSpan.FromMilliseconds(200));
        await using var scope = host.Services.CreateAsyncScope();
        var before = TimeProvider.System.GetUtcNow();

        await scope.ServiceProvider.GetRequiredService<IMessageScheduler>()
            .ScheduleSend(new Uri("exchange:observer"), TimeSpan.FromSeconds(2), new CrossingRecorded(_crossingId), Cancellation);
        await scope.ServiceProvider.GetRequiredService<TollDbContext>().SaveChangesAsync(Cancellation);
        (await database.ScalarAsync<long>("select count(*) from outbox where due_at is not null")).ShouldBe(1);

        await host.Sightings.UntilAsync<CrossingRecorded>(IsOurs);
        (TimeProvider.System.GetUtcNow() - before).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task a_process_that_does_not_deliver_leaves_them_to_one_that_does()
    {
        await using var host = await StartAsync(outbox => outbox.QueryDelay = TimeSpan.FromMilliseconds(200));
        await using var writer = await StartAsync(outbox => outbox.UseBusOutbox(bus => bus.DisableDeliveryService()));
        await using var scope = writer.Services.CreateAsyncScope();

        await PublishAsync(scope);
        await scope.ServiceProvider.GetRequiredService<TollDbContext>().SaveChangesAsync(Cancellation);

        await host.Sightings.UntilAsync<CrossingRecorded>(IsOurs);
        writer.Sightings.With<CrossingRecorded>(IsOurs).ShouldBeEmpty();
    }

    [Fact]
    public async Task in_a_consumer_they_belong_to_the_consumers_unit_of_work()
    {
        await using var host = await StartAsync(bus: bus => bus.AddConsumer<Relay>().Endpoint(endpoint => endpoint.Name = "relay"));

        await host.SendAsync("relay", new RecordCrossing(_crossingId));

        var seen = await host.Sightings.UntilAsync<CrossingRecorded>(IsOurs);
        seen.Context.InitiatorId.ShouldBeNull();
        seen.Context.SourceAddress!.AbsolutePath.ShouldEndWith("relay");
    }

    [Fact]
    public async Task with_several_databases_they_go_with_the_one_whose_context_saves()
    {
        var archive = new TollDatabase();
        await archive.InitializeAsync();
        await using (archive)
        {
            await using var host = await StartAsync(
                services: services => services.AddDbContext<ArchiveDbContext>(options => options.UseNpgsql(archive.ConnectionString)),
                bus: bus => bus.AddEntityFrameworkOutbox<ArchiveDbContext>(outbox => outbox.UseBusOutbox()));
            await using var scope = host.Services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<ArchiveDbContext>();

            await using (var transaction = await context.Database.BeginTransactionAsync(Cancellation))
            {
                await PublishAsync(scope);
                await context.SaveChangesAsync(Cancellation);
                await scope.ServiceProvider.GetRequiredService<TollDbContext>().SaveChangesAsync(Cancellation);
                (await database.OutboxAsync()).ShouldBe(0);
                await transaction.CommitAsync(Cancellation);
            }

            await host.Sightings.UntilAsync<CrossingRecorded>(1, IsOurs);
            await archive.UntilOutboxIsEmptyAsync();
        }
    }

    Task<TollHost> StartAsync(
        Action<IEntityFrameworkOutboxConfigurator>? outbox = null,
        Action<IBusRegistrationConfigurator>? bus = null,
        Action<IServiceCollection>? services = null) => TollHost.StartAsync(database, Settings(outbox, bus, services));

    static TollHostSettings Settings(
        Action<IEntityFrameworkOutboxConfigurator>? outbox = null,
        Action<IBusRegistrationConfigurator>? bus = null,
        Action<IServiceCollection>? services = null) => new()
    {
        Services = services,
        Bus = configurator =>
        {
            configurator.AddDelayedMessageScheduler();
            bus?.Invoke(configurator);
        },
        ConfigureOutbox = configurator =>
        {
            configurator.QueryDelay = TimeSpan.FromMinutes(1);
            configurator.UsePostgres().UseBusOutbox();
            outbox?.Invoke(configurator);
        },
    };

    Task PublishAsync(AsyncServiceScope scope, Action<PublishContext<CrossingRecorded>>? configure = null) =>
        scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new CrossingRecorded(_crossingId), configure ?? (_ => { }), Cancellation);

    bool IsOurs(CrossingRecorded recorded) => recorded.CrossingId == _crossingId;

    Task<long> CrossingsAsync() => database.ScalarAsync<long>("select count(*) from crossings where crossing_id = $1", _crossingId);

    sealed class ArchiveDbContext(DbContextOptions<ArchiveDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTransactionalOutboxEntities();
    }

    sealed class Relay(IPublishEndpoint publish) : IConsumer<RecordCrossing>
    {
        public Task Consume(ConsumeContext<RecordCrossing> context) => publish.Publish(new CrossingRecorded(context.Message.CrossingId));
    }
}
