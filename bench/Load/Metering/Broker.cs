using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Sagas.BenchKit;

namespace Sagas.Load.Metering;

/// <summary>What RabbitMQ's management plugin says.</summary>
sealed class Broker : IDisposable
{
    /// <summary>Channels tell of their messages every five seconds.</summary>
    static readonly TimeSpan Delay = TimeSpan.FromSeconds(6);

    readonly HttpClient _management;

    public Broker()
    {
        var user = new Uri(Environment.GetEnvironmentVariable("SAGAS_RABBITMQ")!).UserInfo;
        _management = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("SAGAS_RABBITMQ_MANAGEMENT")!) };
        _management.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))));
    }

    /// <summary>The node's processes.</summary>
    public async Task<ProcessTree> ProcessesAsync()
    {
        var nodes = (await _management.GetFromJsonAsync<JsonArray>("/api/nodes?columns=os_pid"))!;
        return ProcessTree.OfRabbitMq(int.Parse(nodes.Single()!["os_pid"]!.GetValue<string>(), CultureInfo.InvariantCulture))
            ?? throw new InvalidOperationException("The RabbitMQ node is not on this machine: its processor time can't be measured.");
    }

    /// <summary>How many messages were ever published in a virtual host, once everybody has told of theirs.</summary>
    public async Task<long> PublishedAsync(string virtualHost)
    {
        await Task.Delay(Delay);
        var host = (await _management.GetFromJsonAsync<JsonObject>($"/api/vhosts/{virtualHost}"))!;
        return host["message_stats"]?["publish"]?.GetValue<long>() ?? 0;
    }

    public void Dispose() => _management.Dispose();
}
