using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.ServiceDefaults.Tests.Offices;
using Sagas.TestKit;

namespace Sagas.ServiceDefaults.Tests;

public sealed class When_a_collector_is_named : IAsyncLifetime
{
    readonly TestDatabase _north = new();
    readonly TestDatabase _south = new();

    public async ValueTask InitializeAsync()
    {
        await _north.InitializeAsync();
        await _south.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _north.DisposeAsync();
        await _south.DisposeAsync();
    }

    [Fact]
    public async Task it_is_told_of_requests_messages_statements_and_our_own_numbers()
    {
        await using var collector = await Collector.StartAsync();
        await using (var host = await OfficeHost.StartAsync(
            _north, _south,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "offices"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "200")))
        {
            await WorkAsync(host);

            foreach (var source in (string[])["Microsoft.AspNetCore", "MassTransit", "Npgsql", "offices"])
                await IsToldOfAsync(collector, "traces", source);
            // Not MassTransit's: it makes its meter with the first bus of a process, which here is another test's.
            foreach (var meter in (string[])["Microsoft.AspNetCore.Hosting", "Npgsql", "System.Runtime", "Sagas.Outbox", "sagas.outbox.due", "offices"])
                await IsToldOfAsync(collector, "metrics", meter);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task what_is_left_is_sent_when_the_host_stops()
    {
        await using var collector = await Collector.StartAsync();
        await using var host = await OfficeHost.StartAsync(
            _north, _south,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "600000"), ("OTEL_METRIC_EXPORT_INTERVAL", "600000"));

        await WorkAsync(host);
        await host.StopAsync(TestContext.Current.CancellationToken);

        collector.Knows("traces", "Microsoft.AspNetCore").ShouldBeTrue(collector.Heard);
        collector.Knows("metrics", "Microsoft.AspNetCore.Hosting").ShouldBeTrue(collector.Heard);
    }

    [Fact]
    public async Task a_host_without_one_has_nothing_that_would_send()
    {
        await using var host = await OfficeHost.StartAsync(_north, _south, ("OTEL_EXPORTER_OTLP_ENDPOINT", null));

        host.Services.GetServices<IHostedService>().ShouldNotContain(service => service.GetType().Namespace!.StartsWith("Sagas.ServiceDefaults.Telemetry", StringComparison.Ordinal));

        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    static async Task WorkAsync(WebApplication host)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
        (await http.GetAsync("/dead-letters", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        var sagaId = Guid.CreateVersion7();
        var key = new EffectKey(sagaId, "reserve-stock", EffectIntent.Do, 1);
        var send = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri("exchange:south"));
        await send.Send(
            new UnreserveStock { SagaId = sagaId, OrderId = sagaId, EffectKey = key with { Intent = EffectIntent.Undo }, Undoes = key },
            TestContext.Current.CancellationToken);
        await Eventually.ShouldAsync(() => Task.FromResult(!host.Services.GetRequiredService<Desk>().Done.IsEmpty), "the message to be handled");
    }

    static Task IsToldOfAsync(Collector collector, string signal, string name) => Eventually.ShouldAsync(
        () => Task.FromResult(collector.Knows(signal, name)), $"the collector to be told of {signal} by {name}", describe: () => Task.FromResult(collector.Heard));
}
