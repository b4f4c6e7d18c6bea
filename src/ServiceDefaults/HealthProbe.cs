using Microsoft.Extensions.Configuration;

namespace Sagas.ServiceDefaults;

/// <summary>Asks the host in the same container whether it is ready, for images that carry no HTTP client.</summary>
static class HealthProbe
{
    public static async Task<bool> AskAsync(IConfiguration configuration)
    {
        var url = (configuration["urls"] ?? "http://127.0.0.1:5000").Split(';')[0].Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
            .Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("*", "127.0.0.1", StringComparison.Ordinal).Replace("+", "127.0.0.1", StringComparison.Ordinal);
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var answer = await client.GetAsync(new Uri($"{url}/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
