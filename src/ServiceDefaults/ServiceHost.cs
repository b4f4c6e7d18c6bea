using System.Text.Json.Serialization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Sagas.ServiceDefaults.ApiKeys;
using Sagas.ServiceDefaults.DeadLetters;
using Sagas.ServiceDefaults.Maintenance;
using Sagas.ServiceDefaults.Telemetry;

namespace Sagas.ServiceDefaults;

/// <summary>What every host does alike.</summary>
public static class ServiceHost
{
    public static void AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.AddTelemetryExport();
        builder.Services.AddApiKeys();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context => SayWhatIsExpected(context.ProblemDetails));
        builder.Services.AddExceptionHandler<UnreadableRequest>();
        builder.Services.AddExceptionHandler<DatabaseAway>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<KestrelServerOptions>(options => options.RequestHeaderEncodingSelector = IdempotencyKey.EncodingOf);
        builder.Services.ConfigureHttpJsonOptions(options => ReadStrictly(options.SerializerOptions));
        builder.Services.AddHealthChecks().AddCheck<OutboxHealthCheck>("messages").AddCheck<MaintenanceHealthCheck>("maintenance");
        builder.Services.AddOpenApi(options => options.AddDocumentTransformer<DocumentedKey>());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(15));
    }

    /// <summary>Routing refuses other content types before an endpoint could say what it reads.</summary>
    static void SayWhatIsExpected(ProblemDetails problem)
    {
        if (problem.Status == StatusCodes.Status415UnsupportedMediaType)
            problem.Detail ??= "Send JSON, with the header Content-Type: application/json.";
    }

    public static void MapServiceDefaults(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        // Before authorization: a browser that opens the page has no key yet. It asks for one, and sends it with what is tried out.
        app.UseSwaggerUI(options => options.SwaggerEndpoint("/openapi/v1.json", app.Environment.ApplicationName));
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK },
            ResponseWriter = HealthReportWriter.WriteAsync,
        }).AllowAnonymous();
        app.MapDeadLetters();
        app.MapOpenApi().AllowAnonymous();
    }

    /// <summary>Migrates, then runs until stopped. With <c>--healthcheck</c>, only asks a running host whether it is ready.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunServiceAsync(this WebApplication app, string[] args)
    {
        if (args.Contains("--healthcheck"))
            return await HealthProbe.AskAsync(app.Configuration) ? 0 : 1;

        await app.MigrateAsync(CancellationToken.None);
        await app.RunAsync();
        return 0;
    }

    /// <summary>An unknown, missing or doubled field and a wrong type are mistakes that a lenient reader would hide.</summary>
    static void ReadStrictly(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.AllowDuplicateProperties = false;
    }
}
