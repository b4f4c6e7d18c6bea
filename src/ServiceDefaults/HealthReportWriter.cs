using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sagas.ServiceDefaults;

/// <summary>Answers a health request with what each check has to say, not only with the worst of it.</summary>
static class HealthReportWriter
{
    public static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new { status = entry.Value.Status.ToString(), entry.Value.Description, data = entry.Value.Data.Count == 0 ? null : entry.Value.Data }),
    }, http.RequestAborted);
}
