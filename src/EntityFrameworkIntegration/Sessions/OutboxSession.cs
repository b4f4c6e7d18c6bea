using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.EntityFrameworkCore;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

sealed class OutboxSession<TDbContext> : IOutboxSession<TDbContext>, OutboxSendContext
    where TDbContext : DbContext
{
    readonly UnitOfWork _unit;
    readonly OutgoingMessages _outgoing;
    readonly Uri? _source;
    readonly IServiceProvider _provider;
    readonly OutboxSendEndpointProvider _sendEndpoints;
    readonly PublishEndpoint _publishEndpoint;

    public OutboxSession(UnitOfWork unit, DatabaseOutbox<TDbContext> outbox, IBus bus, Uri? source, IServiceProvider provider)
    {
        _unit = unit;
        _source = source;
        _provider = provider;
        _outgoing = new OutgoingMessages(unit, outbox.Outbox);
        _sendEndpoints = new OutboxSendEndpointProvider(this, bus);
        _publishEndpoint = new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));
    }

    public IUnitOfWork UnitOfWork => _unit;

    public async Task SendAsync<T>(Uri destination, T message, Action<SendContext<T>>? configure, CancellationToken cancellationToken)
        where T : class
    {
        var endpoint = await _sendEndpoints.GetSendEndpoint(destination).ConfigureAwait(false);
        await endpoint.Send(message, Pipe.Execute(configure ?? (_ => { })), cancellationToken).ConfigureAwait(false);
    }

    public Task ScheduleAsync<T>(Uri destination, DateTimeOffset dueAt, Guid token, T message, CancellationToken cancellationToken)
        where T : class =>
        SendAsync(destination, message, context => new TimerRequest(token, dueAt).ApplyTo(context), cancellationToken);

    public Task PublishAsync<T>(T message, CancellationToken cancellationToken)
        where T : class =>
        _publishEndpoint.Publish(message, cancellationToken);

    public Task CommitAsync(CancellationToken cancellationToken) => _unit.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _unit.DisposeAsync();

    Task OutboxSendContext.AddSend<T>(SendContext<T> context)
    {
        context.SourceAddress = _source ?? context.SourceAddress;
        _outgoing.Add(context);
        return Task.CompletedTask;
    }

    object? IServiceProvider.GetService(Type serviceType) => _provider.GetService(serviceType);
}

sealed class OutboxSessions<TDbContext>(
    TransactionalDatabase<TDbContext> database, DatabaseOutbox<TDbContext> outbox, IBus bus, IServiceProvider provider) : IOutboxSessions<TDbContext>
    where TDbContext : DbContext
{
    public IOutboxSession<TDbContext> Open(Uri? source = null) =>
        new OutboxSession<TDbContext>(database.Begin("a session"), outbox, bus, source, provider);
}
