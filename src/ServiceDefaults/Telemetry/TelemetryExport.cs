using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sagas.ServiceDefaults.Telemetry;

static class TelemetryExport
{
    /// <summary>The standard name of the setting that says where a collector listens.</summary>
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Sends traces and metrics to a collector, if one is named.</summary>
    public static void AddTelemetryExport(this IHostApplicationBuilder builder)
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
            builder.Services.AddHostedService<TelemetryExporter>();
    }
}
