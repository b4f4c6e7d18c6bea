using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Sagas.ServiceDefaults.Telemetry;

/// <summary>
/// Holds OpenTelemetry's providers for as long as the host runs: it is registered before the services that it observes, so it starts before and stops after them.
/// Everything but the names of sources and meters is OpenTelemetry's own: its variables work here as anywhere.
/// </summary>
sealed class TelemetryExporter(IConfiguration configuration, IHostEnvironment environment) : IHostedService, IDisposable
{
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    static readonly string[] Sources = ["Microsoft.AspNetCore", "MassTransit", "Npgsql"];

    static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "MassTransit", "Npgsql", "Sagas.*"];

    TracerProvider? _traces;
    MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddSource(Sources)
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(Describe)
            .AddMeter(Meters)
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left, but does not wait long for a collector that is away.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _traces?.Shutdown((int)Farewell.TotalMilliseconds), CancellationToken.None),
        Task.Run(() => _metrics?.Shutdown((int)Farewell.TotalMilliseconds), CancellationToken.None));

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.</summary>
    void Describe(ResourceBuilder resource) => resource.Clear().AddService(environment.ApplicationName).AddTelemetrySdk().AddEnvironmentVariableDetector();
}
