using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_messages_pass_filters_of_their_scope(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task a_handlers_messages_pass_those_of_its_own_scope()
    {
        await using var host = await StartAsync();
        var crossingId = Guid.CreateVersion7();

        await host.SendAsync("signer", new RecordCrossing(crossingId));

        var seen = await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId);
        seen.Context.Headers.Get<string>("Signature").ShouldBe($"signed for {crossingId}");
    }

    [Fact]
    public async Task those_of_the_bus_outbox_pass_those_of_their_callers_scope()
    {
        await using var host = await StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var crossingId = Guid.CreateVersion7();
        scope.ServiceProvider.GetRequiredService<Signature>().Text = "signed by hand";

        await scope.ServiceProvider.GetRequiredService<IPublishEndpoint>().Publish(new CrossingRecorded(crossingId), TestContext.Current.CancellationToken);
        await scope.ServiceProvider.GetRequiredService<TollDbContext>().SaveChangesAsync(TestContext.Current.CancellationToken);

        var seen = await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId);
        seen.Context.Headers.Get<string>("Signature").ShouldBe("signed by hand");
    }

    Task<TollHost> StartAsync() => TollHost.StartAsync(database, new TollHostSettings
    {
        Services = services => services.AddScoped<Signature>(),
        ConfigureOutbox = outbox => outbox.UseBusOutbox(),
        Bus = bus => bus.AddConsumer<Signer>().Endpoint(endpoint => endpoint.Name = "signer"),
        Transport = (context, transport) => transport.UsePublishFilter(typeof(Signing<>), context),
    });

    sealed class Signature
    {
        public string Text { get; set; } = "";
    }

    sealed class Signing<T>(Signature signature) : IFilter<PublishContext<T>>
        where T : class
    {
        public Task Send(PublishContext<T> context, IPipe<PublishContext<T>> next)
        {
            context.Headers.Set("Signature", signature.Text);
            return next.Send(context);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("signing");
    }

    sealed class Signer(Signature signature) : IConsumer<RecordCrossing>
    {
        public Task Consume(ConsumeContext<RecordCrossing> context)
        {
            signature.Text = $"signed for {context.Message.CrossingId}";
            return context.Publish(new CrossingRecorded(context.Message.CrossingId));
        }
    }
}
