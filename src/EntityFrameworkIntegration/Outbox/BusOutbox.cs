using MassTransit.Middleware;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// What a scope outside of consumers has sent and published and no DbContext has taken yet. The DbContext of the scope that saves next takes it, so several
/// databases in one container each get what belongs to their own saves.
/// </summary>
sealed class BusOutbox(IBus bus, IServiceProvider provider, TimeProvider clock, ILogger<BusOutbox> logger) : OutboxSendContext, IDisposable
{
    /// <summary>Messages of one subject are sent in order.</summary>
    readonly Guid _subjectId = Guid.CreateVersion7();
    readonly OutboxEndpoints _endpoints = new(bus);
    readonly Lock _lock = new();
    List<OutboxMessage> _messages = [];

    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        var message = OutboxCapture.Capture(context, _subjectId, _endpoints, clock);
        lock (_lock)
            _messages.Add(message);
        return Task.CompletedTask;
    }

    /// <summary>Hands the messages over: from now on they are the caller's.</summary>
    public IReadOnlyList<OutboxMessage> Take()
    {
        lock (_lock)
        {
            var taken = _messages;
            _messages = [];
            return taken;
        }
    }

    public object? GetService(Type serviceType) => provider.GetService(serviceType);

    public void Dispose()
    {
        if (_messages.Count > 0)
            logger.BusOutboxNotSaved(_messages.Count, _messages[0].MessageType);
    }
}
