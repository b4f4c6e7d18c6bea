using System.Net;
using Polly;
using Polly.Timeout;

namespace Sagas.AllInOne.Api;

/// <summary>Sends requests, and sends them again while the API is away.</summary>
sealed class ApiConnection(HttpClient http, ResiliencePipeline patience)
{
    public Uri Address => http.BaseAddress!;

    public Task SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, (_, _) => Task.FromResult(true), cancellationToken);

    public async Task<T> SendAsync<T>(ApiRequest request, Func<HttpContent, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await patience.ExecuteAsync(async attempt => await AttemptAsync(request, read, attempt), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            throw new ApiException($"{request} was tried again and again, and the API did not answer.");
        }
    }

    async Task<T> AttemptAsync<T>(ApiRequest request, Func<HttpContent, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage();
        using var answer = await http.SendAsync(message, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return await read(answer.Content, cancellationToken);

        throw IsAway(answer.StatusCode)
            ? new HttpRequestException(HttpRequestError.Unknown, statusCode: answer.StatusCode)
            : new ApiException($"{request} answered {(int)answer.StatusCode}. {ProblemText.Of(await answer.Content.ReadAsStringAsync(cancellationToken))}");
    }

    static bool IsAway(HttpStatusCode status) => status is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests;
}
