using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sagas.Contracts;
using Sagas.ServiceDefaults;
using Sagas.TestKit;

namespace Sagas.ParticipantTestKit;

/// <summary>A participant as its own Program.cs runs it, with a database of its own, MassTransit's in-memory transport, and a stand-in for the saga.</summary>
public sealed class ParticipantHost : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    readonly WebApplication _app;
    readonly Correspondence _letters;

    ParticipantHost(WebApplication app)
    {
        _app = app;
        _letters = app.Services.GetRequiredService<Correspondence>();
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    /// <summary>What the participant has published.</summary>
    public IReadOnlyCollection<object> Published => _letters.Heard;

    public IServiceProvider Services => _app.Services;

    /// <param name="databases">The databases by the name of their connection strings.</param>
    /// <param name="add">What the participant's Program.cs adds to the builder.</param>
    /// <param name="consumers">What it adds to the bus.</param>
    /// <param name="map">What it maps.</param>
    /// <param name="settings">Settings beside the connection strings.</param>
    public static async Task<ParticipantHost> StartAsync(
        IReadOnlyDictionary<string, TestDatabase> databases,
        Action<WebApplicationBuilder> add,
        Action<IBusRegistrationConfigurator> consumers,
        Action<WebApplication> map,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(databases.SelectMany(entry => new Dictionary<string, string?>
        {
            [$"ConnectionStrings:{entry.Key}"] = entry.Value.AppConnectionString,
            [$"ConnectionStrings:{entry.Key}Owner"] = entry.Value.OwnerConnectionString,
        }));
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.AddSingleton<Correspondence>();
        builder.AddServiceDefaults();
        add(builder);
        builder.AddMessageBus(bus =>
        {
            bus.AddConsumer<SagaStandIn>().Endpoint(endpoint => endpoint.Name = Endpoints.PlaceOrder);
            bus.AddConsumer<ReturnStandIn>().Endpoint(endpoint => endpoint.Name = Endpoints.ReturnOrder);
            consumers(bus);
        });
        var app = builder.Build();
        app.MapServiceDefaults();
        map(app);
        await app.MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return new ParticipantHost(app);
    }

    /// <summary>Sends a command as the saga does, and waits for the reply.</summary>
    /// <param name="endpoint">The participant's.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="messageId">The message's id; a new one when left out.</param>
    /// <param name="tenant">Whose data it is.</param>
    /// <param name="saga">The endpoint of the saga that asks; the PlaceOrder saga's when left out.</param>
    public async Task<object> AskAsync<TCommand>(string endpoint, TCommand command, Guid? messageId = null, string? tenant = null, string saga = Endpoints.PlaceOrder)
        where TCommand : class
    {
        var requestId = Guid.CreateVersion7();
        var reply = _letters.Expect(requestId);
        await SendAsync(endpoint, command, messageId ?? Guid.CreateVersion7(), requestId, tenant, saga);
        return await ReplyAsync(reply, command);
    }

    /// <summary>Sends a command whose reply nobody waits for.</summary>
    public Task SendAsync<TCommand>(string endpoint, TCommand command, Guid messageId)
        where TCommand : class =>
        SendAsync(endpoint, command, messageId, requestId: null, tenant: null, Endpoints.PlaceOrder);

    public Task PublishAsync<TEvent>(TEvent happened, Guid messageId)
        where TEvent : class =>
        Services.GetRequiredService<IBus>().Publish(happened, context => context.MessageId = messageId);

    /// <summary>Publishes an event that the participant is expected to fail at, and waits for the fault.</summary>
    public async Task<Fault> PublishAndFaultAsync<TEvent>(TEvent happened)
        where TEvent : class
    {
        var requestId = Guid.CreateVersion7();
        var fault = _letters.Expect(requestId);
        await Services.GetRequiredService<IBus>().Publish(happened, context =>
        {
            context.RequestId = requestId;
            context.FaultAddress = Endpoints.Address(Endpoints.PlaceOrder);
        });
        return (Fault)await ReplyAsync(fault, happened);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    static async Task<object> ReplyAsync(Task<object> reply, object message)
    {
        try
        {
            return await reply.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Patience} for the reply to {message}.");
        }
    }

    async Task SendAsync<TCommand>(string endpoint, TCommand command, Guid messageId, Guid? requestId, string? tenant, string saga)
        where TCommand : class
    {
        var destination = await Services.GetRequiredService<IBus>().GetSendEndpoint(Endpoints.Address(endpoint));
        await destination.Send(command, context =>
        {
            context.MessageId = messageId;
            context.RequestId = requestId;
            context.ResponseAddress = Endpoints.Address(saga);
            if (tenant is not null)
                context.Headers.Set(TenantHeader.Name, tenant);
        });
    }
}
