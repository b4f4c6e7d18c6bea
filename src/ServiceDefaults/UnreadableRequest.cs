using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Sagas.ServiceDefaults;

/// <summary>Answers a request whose body or parameters can't be read with a problem that names the field, as the endpoints' own checks do.</summary>
sealed class UnreadableRequest(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException request)
            return false;

        httpContext.Response.StatusCode = request.StatusCode;
        var (field, fault) = request.InnerException is JsonException json
            ? (json.Path is { Length: > 2 } path ? path[2..] : "body", json.Message.Split(" Path: ")[0])
            : ("request", request.Message);
        // Whoever takes no JSON gets the status without the text.
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [fault] }) { Status = request.StatusCode },
        });
        return true;
    }
}
