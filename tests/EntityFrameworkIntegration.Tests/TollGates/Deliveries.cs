using System.Collections.Concurrent;
using MassTransit;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>Counts what the receive endpoints have acknowledged or given up.</summary>
public sealed class Deliveries : IReceiveObserver
{
    readonly ConcurrentDictionary<Guid, int> _received = new();
    readonly ConcurrentDictionary<Guid, int> _handedBack = new();
    int _total;

    public int Total => _total;

    public Task UntilAsync(Guid messageId, int count) => Eventually.ShouldAsync(
        () => Task.FromResult(_received.GetValueOrDefault(messageId) >= count), $"message {messageId} to be received {count} times",
        describe: () => Task.FromResult($"{_received.GetValueOrDefault(messageId)} times"));

    public Task UntilHandedBackAsync(Guid messageId, int count) => Eventually.ShouldAsync(
        () => Task.FromResult(_handedBack.GetValueOrDefault(messageId) >= count), $"message {messageId} to be handed back {count} times",
        describe: () => Task.FromResult($"{_handedBack.GetValueOrDefault(messageId)} times"));

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        if (context.GetMessageId() is { } messageId)
            _received.AddOrUpdate(messageId, 1, (_, count) => count + 1);
        Interlocked.Increment(ref _total);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        if (context.GetMessageId() is { } messageId)
            _handedBack.AddOrUpdate(messageId, 1, (_, count) => count + 1);
        return Task.CompletedTask;
    }
}
