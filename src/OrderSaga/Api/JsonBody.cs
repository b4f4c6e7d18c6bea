using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Api;

/// <summary>Reads request bodies strictly: an unknown or missing field is an error that names it, because it is a mistake that a lenient reader would hide.</summary>
static class JsonBody
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
            return (null, Invalid("body", "is null. Send a JSON object."));
        }
        catch (JsonException exception)
        {
            return (null, Invalid(FieldOf(exception), exception.Message.Split(" Path: ")[0]));
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

    static string FieldOf(JsonException exception) => exception.Path is { Length: > 2 } path ? path[2..] : "body";

    static IResult Invalid(string field, string message)
    {
        var errors = new FieldErrors();
        errors.Add(field, message);
        return errors.ToProblem();
    }
}
