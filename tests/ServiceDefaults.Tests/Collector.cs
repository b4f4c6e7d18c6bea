using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sagas.ServiceDefaults.Tests;

/// <summary>Takes OTLP over HTTP, and remembers what it was told. Names are plain text in protobuf, so they are found without reading it.</summary>
sealed class Collector : IAsyncDisposable
{
    readonly ConcurrentQueue<(string Path, string Body)> _told = [];
    readonly WebApplication _app;

    Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, Encoding.Latin1);
            _told.Enqueue((request.Path, await reader.ReadToEndAsync()));
        });
    }

    public string Address => _app.Urls.First();

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Whether it was told of something by this name.</summary>
    public bool Knows(string signal, string name) => _told.Any(told => told.Path == $"/v1/{signal}" && told.Body.Contains(name, StringComparison.Ordinal));

    public string Heard => string.Join(", ", _told.Select(told => $"{told.Path} ({told.Body.Length})"));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
