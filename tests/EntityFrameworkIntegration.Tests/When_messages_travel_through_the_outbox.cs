using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public abstract class When_messages_travel_through_the_outbox(TollDatabase database) : IClassFixture<TollDatabase>
{
    protected abstract string? RabbitMq { get; }

    [Fact]
    public async Task headers_ids_expiry_and_tenant_arrive()
    {
        await using var host = await StartAsync(bus => bus.AddConsumer<Postman>().Endpoint(endpoint => endpoint.Name = "postman"));
        var (crossingId, conversationId, correlationId) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

        await host.SendAsync("postman", new RecordCrossing(crossingId), configure: context =>
        {
            context.ConversationId = conversationId;
            context.CorrelationId = correlationId;
            context.Headers.Set(TenantHeader.Name, "acme");
        });
        var context = (await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId)).Context;

        context.ConversationId.ShouldBe(conversationId);
        context.InitiatorId.ShouldBe(correlationId);
        context.CorrelationId.ShouldBe(crossingId);
        context.GetTenant().ShouldBe("acme");
        context.Headers.Get<string>("Toll-Text").ShouldBe("Zoll äöü \"quoted\"");
        context.Headers.Get<int>("Toll-Number").ShouldBe(42);
        context.Headers.Get<Guid>("Toll-Id").ShouldBe(crossingId);
        context.Headers.Get<bool>("Toll-Flag").ShouldBe(true);
        context.Headers.Get<decimal>("Toll-Amount").ShouldBe(12.5m);
        context.Headers.TryGetHeader("Toll-Nothing", out _).ShouldBeFalse();
        context.ExpirationTime!.Value.ShouldBeGreaterThan(context.SentTime!.Value + TimeSpan.FromMinutes(9));
        context.SourceAddress!.AbsolutePath.ShouldEndWith("postman");
        context.RoutingKey().ShouldBe("lane-3");
    }

    [Fact]
    public async Task a_message_tells_how_long_its_commit_and_its_wait_took()
    {
        await using var host = await StartAsync(bus => bus.AddConsumer<Postman>().Endpoint(endpoint => endpoint.Name = "postman"));
        var crossingId = Guid.CreateVersion7();

        await host.SendAsync("postman", new RecordCrossing(crossingId));
        var context = (await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId)).Context;

        var (departure, request, handling) = MessageTiming.Parse(context.ReceiveContext.TransportHeaders.Get<string>(MessageTiming.Header)).ShouldNotBeNull();
        departure.Commit.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        departure.Outbox.ShouldNotBeNull();
        departure.SentAt.ShouldBeLessThan(TimeProvider.System.GetUtcNow());
        (request, handling).ShouldBe((null, null), "it was published, and answers nobody");
        context.Headers.TryGetHeader(MessageTiming.Header, out _).ShouldBeFalse("the envelope was sealed before");
    }

    [Fact]
    public async Task a_request_is_answered_after_the_commit()
    {
        await using var host = await StartAsync();
        var till = await database.ScalarAsync<int>("select total from till");
        var client = host.Bus.CreateRequestClient<CollectToll>(new Uri("exchange:collector"));

        var response = await client.GetResponse<TollCollected>(new CollectToll(Guid.CreateVersion7(), 7), TestContext.Current.CancellationToken);

        response.Message.Total.ShouldBe(till + 7);
        (await database.ScalarAsync<int>("select total from till")).ShouldBe(till + 7);
    }

    [Fact]
    public async Task a_request_that_fails_is_answered_with_a_fault()
    {
        await using var host = await StartAsync();
        host.Trouble.Arrange<CollectToll>((_, _) => throw new InvalidOperationException("no change"));
        var client = host.Bus.CreateRequestClient<CollectToll>(new Uri("exchange:collector"));

        var fault = await Should.ThrowAsync<RequestFaultException>(() => client.GetResponse<TollCollected>(new CollectToll(Guid.CreateVersion7(), 7)));

        fault.Message.ShouldContain("no change");
    }

    [Fact]
    public async Task a_message_is_delivered_to_those_who_consume_a_type_that_it_implements()
    {
        await using var host = await StartAsync(bus => bus.AddConsumer<Postman>().Endpoint(endpoint => endpoint.Name = "postman"));
        var crossingId = Guid.CreateVersion7();

        await host.SendAsync("postman", new CollectToll(crossingId, 0));

        await host.Sightings.UntilAsync<IFineIssued>(fine => fine.CrossingId == crossingId);
    }

    [Fact]
    public async Task a_queue_address_leads_to_the_queue()
    {
        await using var host = await StartAsync(bus => bus.AddConsumer<Postman>().Endpoint(endpoint => endpoint.Name = "postman"));
        var gateId = Guid.CreateVersion7();

        await host.SendAsync("postman", new OpenGate(gateId));

        await database.UntilGateAsync(gateId, gate => gate is not null, "to open");
    }

    [Fact]
    public async Task a_delayed_message_leaves_when_it_is_due()
    {
        await using var host = await StartAsync(bus => bus.AddConsumer<Postman>().Endpoint(endpoint => endpoint.Name = "postman"));
        var gateId = Guid.CreateVersion7();

        await host.SendAsync("postman", new DemolishGate(gateId));
        await Eventually.ShouldAsync(
            async () => await database.ScalarAsync<long>("select count(*) from outbox where due_at is not null and token is null") == 1,
            "the delayed message to become a row");

        await host.Sightings.UntilAsync<GateDemolished>(demolished => demolished.GateId == gateId);
        await database.UntilOutboxIsEmptyAsync();
        host.Sightings.With<GateDemolished>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task an_expired_message_is_dropped()
    {
        await using var host = await StartAsync(bus => bus.AddConsumer<Postman>().Endpoint(endpoint => endpoint.Name = "postman"));
        var gateId = Guid.CreateVersion7();

        await host.SendAsync("postman", new KeepGateOpen(gateId));
        var delivered = new OpenGate(Guid.CreateVersion7());
        await host.SendAsync("postman", delivered);

        await database.UntilGateAsync(delivered.GateId, gate => gate is not null, "to open");
        await database.UntilOutboxIsEmptyAsync();
        host.Sightings.Of<GateClosed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task raw_json_is_taken_and_sent_on_with_its_headers()
    {
        await using var host = await StartAsync(bus =>
        {
            bus.AddConsumer<Postman>().Endpoint(endpoint => endpoint.Name = "postman");
            bus.AddConfigureEndpointsCallback((_, _, endpoint) => endpoint.UseRawJsonSerializer(RawSerializerOptions.AddTransportHeaders | RawSerializerOptions.CopyHeaders, isDefault: true));
        });
        var (crossingId, messageId, conversationId) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());

        await host.SendAsync("postman", new RecordCrossing(crossingId), messageId, context =>
        {
            context.Serializer = new SystemTextJsonRawMessageSerializer(RawSerializerOptions.AddTransportHeaders | RawSerializerOptions.CopyHeaders);
            context.ConversationId = conversationId;
        });
        var context = (await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId)).Context;

        context.ReceiveContext.ContentType!.MediaType.ShouldBe("application/json");
        using var body = JsonDocument.Parse(context.ReceiveContext.Body.GetBytes());
        body.RootElement.EnumerateObject().Select(property => (property.Name, property.Value.GetString())).ShouldBe([("crossingId", crossingId.ToString())]);
        context.ConversationId.ShouldBe(conversationId);
        context.MessageId.ShouldNotBeNull();
        context.Headers.Get<string>("Toll-Text").ShouldBe("Zoll äöü \"quoted\"");
        (await database.InboxAsync(messageId)).ShouldBe(1);
    }

    Task<TollHost> StartAsync(Action<IBusRegistrationConfigurator>? bus = null) =>
        TollHost.StartAsync(database, new TollHostSettings { RabbitMq = RabbitMq, Bus = bus, Retries = 1 });

    sealed class Postman : IConsumer<RecordCrossing>, IConsumer<CollectToll>, IConsumer<OpenGate>, IConsumer<DemolishGate>, IConsumer<KeepGateOpen>
    {
        public Task Consume(ConsumeContext<RecordCrossing> context) => context.Publish(new CrossingRecorded(context.Message.CrossingId), publish =>
        {
            publish.CorrelationId = context.Message.CrossingId;
            publish.TimeToLive = TimeSpan.FromMinutes(10);
            publish.TrySetRoutingKey("lane-3");
            publish.Headers.Set("Toll-Text", "Zoll äöü \"quoted\"");
            publish.Headers.Set("Toll-Number", 42);
            publish.Headers.Set("Toll-Id", context.Message.CrossingId);
            publish.Headers.Set("Toll-Flag", true);
            publish.Headers.Set("Toll-Amount", 12.5m);
            publish.Headers.Set("Toll-Nothing", (object?)null);
        });

        public Task Consume(ConsumeContext<CollectToll> context) => context.Publish(new FineIssued(context.Message.CrossingId));

        public async Task Consume(ConsumeContext<OpenGate> context)
        {
            var endpoint = await context.GetSendEndpoint(new Uri("queue:gates"));
            await endpoint.Send(context.Message);
        }

        public Task Consume(ConsumeContext<DemolishGate> context) =>
            context.Publish(new GateDemolished(context.Message.GateId, 0), publish => publish.Delay = TimeSpan.FromSeconds(1));

        public Task Consume(ConsumeContext<KeepGateOpen> context) =>
            context.Publish(new GateClosed(context.Message.GateId), publish => publish.TimeToLive = TimeSpan.FromTicks(1));
    }
}

public sealed class When_messages_travel_in_memory(TollDatabase database) : When_messages_travel_through_the_outbox(database)
{
    protected override string? RabbitMq => null;
}

public sealed class When_messages_travel_over_RabbitMQ(TollDatabase database, RabbitMqVirtualHost broker)
    : When_messages_travel_through_the_outbox(database), IClassFixture<RabbitMqVirtualHost>
{
    protected override string? RabbitMq => broker.ConnectionString;
}
