using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_the_host_has_no_api_keys
{
    [Theory]
    [InlineData("/operate", "127.0.0.1", StatusCodes.Status200OK)]
    [InlineData("/operate", "::1", StatusCodes.Status200OK)]
    [InlineData("/operate", "192.168.1.20", StatusCodes.Status403Forbidden)]
    [InlineData("/operate", "::ffff:10.0.0.1", StatusCodes.Status403Forbidden)]
    [InlineData("/unspecified", "127.0.0.1", StatusCodes.Status200OK)]
    [InlineData("/unspecified", "192.168.1.20", StatusCodes.Status403Forbidden)]
    [InlineData("/health", "192.168.1.20", StatusCodes.Status200OK)]
    public async Task it_answers_on_loopback_only(string path, string remote, int status)
    {
        await using var host = await StartAsync();

        var answer = await host.GetTestServer().SendAsync(context =>
        {
            context.Request.Path = path;
            context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        }, TestContext.Current.CancellationToken);

        answer.Response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task it_says_so_at_start()
    {
        var log = new Lines();

        await using var host = await StartAsync(log);

        log.Written.ShouldContain(line => line.Contains("answers on loopback only"));
    }

    static async Task<WebApplication> StartAsync(Lines? log = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        if (log is not null)
            builder.Logging.AddProvider(log);
        builder.Services.AddRoutingCore().AddProblemDetails().AddApiKeys();
        var app = builder.Build();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/operate", () => "done").RequireAuthorization(ApiRoles.Operate);
        app.MapGet("/unspecified", () => "welcome");
        app.MapGet("/health", () => "well").AllowAnonymous();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
