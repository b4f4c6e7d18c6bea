using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sagas.ServiceDefaults;

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
            if (JsonSerializer.Deserialize<T>(WithoutMark(bytes), Strict) is { } body)
                return (body, null);
            var errors = new FieldErrors();
            errors.Add("body", "is null. Send a JSON object.");
            return (null, errors.ToProblem());
        }
        catch (JsonException exception)
        {
            return (null, Explain(exception, WithoutMark(bytes)).ToProblem());
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

    /// <summary>Some programs begin UTF-8 with a byte order mark.</summary>
    static ReadOnlySpan<byte> WithoutMark(byte[] json) => json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json.AsSpan(Encoding.UTF8.Preamble.Length) : json;

    static FieldErrors Explain(JsonException exception, ReadOnlySpan<byte> json)
    {
        var errors = new FieldErrors();
        var isTooDeep = IsTooDeep(json);
        foreach (var (field, fault) in JsonFault.Of(exception))
            errors.Add(field, isTooDeep ? JsonFault.TooDeep : fault);
        return errors;
    }

    /// <summary>The serializer stops at the first value of a wrong type, and that is where nesting without end begins.</summary>
    static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RequestLimits.Body });
        try
        {
            while (reader.CurrentDepth <= Strict.MaxDepth && reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            // As far as it is JSON, it is no deeper.
        }

        return reader.CurrentDepth > Strict.MaxDepth;
    }
}
