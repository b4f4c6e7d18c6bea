using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Sagas.ServiceDefaults;

/// <summary>Answers a request whose body or parameters can't be read with a problem that names the field, as the endpoints' own checks do.</summary>
sealed partial class UnreadableRequest(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException request)
            return false;

        httpContext.Response.StatusCode = request.StatusCode;
        // Whoever takes no JSON gets the status without the text.
        await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new HttpValidationProblemDetails(Explain(request)) { Status = request.StatusCode },
        });
        return true;
    }

    static Dictionary<string, string[]> Explain(BadHttpRequestException request)
    {
        if (request.InnerException is JsonException json)
            return JsonFault.Of(json).ToDictionary(fault => fault.Key, fault => new[] { fault.Value });
        var (field, message) = ExplainBinding(request);
        return new Dictionary<string, string[]> { [field] = [message] };
    }

    /// <summary>The framework says in its words which parameter could not be bound: they name classes, which a client does not know.</summary>
    static (string Field, string Message) ExplainBinding(BadHttpRequestException request)
    {
        if (request.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return ("Content-Type", "is not that of JSON. Send application/json.");
        if (Unbound().Match(request.Message) is { Success: true, Groups: var unbound })
            return (Name(unbound), $"is {(unbound["value"].Length > 0 ? unbound["value"].Value : "empty")}. {Remedy(unbound)}");
        if (Missing().Match(request.Message) is { Success: true, Groups: var missing } && missing["source"].Value != "body")
            return (Name(missing), $"is required. {Remedy(missing)}");
        if (MissingBody().IsMatch(request.Message))
            return ("body", "is required. Send a JSON object, with the header Content-Type: application/json. Its fields are in /openapi/v1.json.");
        return ("request", request.Message);
    }

    static string Name(GroupCollection parameter) => JsonNamingPolicy.CamelCase.ConvertName(parameter["name"].Value);

    static string Remedy(GroupCollection parameter) => parameter["type"].Value switch
    {
        "int" => $"Give a whole number up to {int.MaxValue}.",
        "long" => $"Give a whole number up to {long.MaxValue}.",
        "bool" => "Give true or false.",
        "Guid" => "Give an id such as 0198f3a0-0000-7000-8000-000000000001.",
        _ => "The parameters and their types are in /openapi/v1.json.",
    };

    [GeneratedRegex(
        """^Failed to bind parameter "(Nullable<)?(?<type>[^">?]+)[>?]* (?<name>\w+)" from "(?<value>.*)"\.$""",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unbound();

    [GeneratedRegex(
        """^Required parameter "(?<type>[^"]+) (?<name>\w+)" was not provided from (?<source>[\w ]+)\.$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Missing();

    [GeneratedRegex("""^Implicit body inferred for parameter|^Required parameter ".+" was not provided from body""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingBody();
}
