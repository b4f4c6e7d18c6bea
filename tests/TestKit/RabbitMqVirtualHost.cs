using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using RabbitMQ.Client;

namespace Sagas.TestKit;

/// <summary>A virtual host of its own on the test run's broker, gone with all its queues when the test is over.</summary>
public sealed class RabbitMqVirtualHost : IAsyncLifetime
{
    readonly Uri broker = new(TestEnvironment.Require("SAGAS_RABBITMQ"));
    readonly HttpClient management = new() { BaseAddress = new Uri(TestEnvironment.Require("SAGAS_RABBITMQ_MANAGEMENT")) };

    bool created;

    public RabbitMqVirtualHost() =>
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(broker.UserInfo))));

    public string Name { get; } = $"test-{Guid.CreateVersion7():N}";

    public string ConnectionString => new UriBuilder(broker) { Path = Name }.Uri.AbsoluteUri;

    public static async Task<RabbitMqVirtualHost> CreateAsync()
    {
        var virtualHost = new RabbitMqVirtualHost();
        await virtualHost.InitializeAsync();
        return virtualHost;
    }

    public async ValueTask InitializeAsync()
    {
        var user = Uri.UnescapeDataString(broker.UserInfo.Split(':')[0]);
        await SendAsync(HttpMethod.Put, $"/api/vhosts/{Name}", new { });
        created = true;
        await SendAsync(HttpMethod.Put, $"/api/permissions/{Name}/{Uri.EscapeDataString(user)}",
            new { configure = ".*", write = ".*", read = ".*" });
    }

    public async ValueTask DisposeAsync()
    {
        if (created)
            await SendAsync(HttpMethod.Delete, $"/api/vhosts/{Name}");
        management.Dispose();
    }

    public Task DeleteQueueAsync(string queue) => SendAsync(HttpMethod.Delete, PathOf(queue));

    public Task PurgeQueueAsync(string queue) => SendAsync(HttpMethod.Delete, $"{PathOf(queue)}/contents");

    /// <summary>
    /// Every queue with the messages that wait in it, those in the hands of consumers not counted. The names come from the
    /// management plugin, but its counts are some seconds old; the counts come from the queues themselves.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, uint>> QueuesAsync()
    {
        var queues = await management.GetFromJsonAsync<Queue[]>($"/api/queues/{Name}?columns=name") ?? [];
        await using var connection = await new ConnectionFactory { Uri = new Uri(ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        Dictionary<string, uint> counts = [];
        foreach (var queue in queues)
            counts[queue.Name] = await channel.MessageCountAsync(queue.Name);
        return counts;
    }

    string PathOf(string queue) => $"/api/queues/{Name}/{Uri.EscapeDataString(queue)}";

    async Task SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await management.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(
                $"RabbitMQ answered {(int)response.StatusCode} to {method} {path}: {await response.Content.ReadAsStringAsync()}");
    }

    sealed record Queue(string Name);
}
