using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Sagas.OrderSaga.Api;

/// <summary>Reads request bodies strictly: an unknown or missing field is an error that names it, because it is a mistake that a lenient reader would hide.</summary>
static partial class JsonBody
{
    static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    /// <returns>The body, or the problem to answer with.</returns>
    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, Results.Problem(
                title: "The body is not JSON.", detail: "Send the header Content-Type: application/json.",
                statusCode: StatusCodes.Status415UnsupportedMediaType, type: Problems.InvalidRequest));
        }

        var bytes = await ReadBytesAsync(request, cancellationToken);
        if (bytes is null)
        {
            return (null, Results.Problem(
                title: "The body is too large.", detail: $"Send at most {RequestLimits.Body} bytes; split the order.",
                statusCode: StatusCodes.Status413PayloadTooLarge, type: Problems.InvalidRequest));
        }

        try
        {
            if (JsonSerializer.Deserialize<T>(bytes, Strict) is { } body)
                return (body, null);
            var errors = new FieldErrors();
            errors.Add("body", "is null. Send a JSON object.");
            return (null, errors.ToProblem());
        }
        catch (JsonException exception)
        {
            return (null, Explain(exception).ToProblem());
        }
    }

    static async Task<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > RequestLimits.Body)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > RequestLimits.Body)
                return null;
            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return body.ToArray();
    }

    /// <summary>Says in the API's words what the serializer says in its own: those name classes that a client does not know.</summary>
    static FieldErrors Explain(JsonException exception)
    {
        var errors = new FieldErrors();
        var field = exception.Path is { Length: > 2 } path ? path[2..] : "";
        var message = exception.Message;
        if (message.Contains("missing required properties", StringComparison.Ordinal))
        {
            foreach (Match name in MissingNames().Matches(message[message.IndexOf("including", StringComparison.Ordinal)..]))
                errors.Add(field.Length == 0 ? name.Groups[1].Value : $"{field}.{name.Groups[1].Value}", "is required. Add it.");
        }
        else if (message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            errors.Add(field, "is not a field of this request. Remove it, or check its spelling.");
        }
        else if (message.Contains("Duplicate property", StringComparison.Ordinal))
        {
            errors.Add(field, "stands twice. Keep one.");
        }
        else
        {
            errors.Add(field.Length == 0 ? "body" : field, exception.InnerException switch
            {
                // The reader's own exception: the text is no JSON. Others are thrown by converters, whose words are ours.
                JsonException => $"is not valid JSON at line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1}. Check quotes, commas and brackets there.",
                null when !message.Contains("could not be converted", StringComparison.Ordinal) => message.Split(" Path: ")[0],
                _ => "has the wrong type, is null, or is out of range. The fields and their types are in /openapi/v1.json.",
            });
        }

        return errors;
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex MissingNames();
}
