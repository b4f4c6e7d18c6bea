using System.Net;
using System.Security.Cryptography;
using System.Text;
using Shouldly;

namespace Sagas.ParticipantTestKit;

/// <summary>Three keys, each with the one role that it is named after.</summary>
public static class ApiKeys
{
    static readonly string[] Roles = ["read", "place", "operate"];

    /// <summary>Settings that give a host these keys.</summary>
    public static IReadOnlyDictionary<string, string?> Settings => Roles.Index().SelectMany(key => new Dictionary<string, string?>
    {
        [$"ApiKeys:{key.Index}:Name"] = key.Item,
        [$"ApiKeys:{key.Index}:Hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"secret of {key.Item}"))),
        [$"ApiKeys:{key.Index}:Roles:0"] = key.Item,
    }).ToDictionary();

    /// <summary>Asks with each of the keys, and with none.</summary>
    public static async Task ShouldNeedAsync(this HttpClient http, string method, string path, string role)
    {
        ArgumentNullException.ThrowIfNull(http);
        (await SendAsync(http, method, path, key: null)).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var key in Roles)
        {
            var status = await SendAsync(http, method, path, key);
            if (key == role)
                status.ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
            else
                status.ShouldBe(HttpStatusCode.Forbidden, $"{method} {path} with the key {key}");
        }
    }

    static async Task<HttpStatusCode> SendAsync(HttpClient http, string method, string path, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("X-Api-Key", $"secret of {key}");
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
