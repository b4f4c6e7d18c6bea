using System.Net.Http.Headers;

namespace Sagas.AllInOne.Api;

/// <summary>A request that can be sent any number of times.</summary>
sealed record ApiRequest(HttpMethod Method, string Path)
{
    public object? Body { get; init; }

    public string? IdempotencyKey { get; init; }

    public string Accept { get; init; } = "application/json";

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Path) { Content = Body is null ? null : JsonContent.Create(Body, Body.GetType()) };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Accept));
        if (IdempotencyKey is not null)
            message.Headers.Add("Idempotency-Key", IdempotencyKey);
        return message;
    }

    public override string ToString() => $"{Method} {Path}";
}
