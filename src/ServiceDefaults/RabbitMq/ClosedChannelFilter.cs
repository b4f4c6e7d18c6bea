using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Events;

namespace Sagas.ServiceDefaults.RabbitMq;

/// <summary>Stands around everything that a receive endpoint does with a channel, and leaves a channel that has closed even when something waits on it for ever.</summary>
/// <remarks>
/// The client lets one call at a time onto a channel; the others wait for a semaphore, which is disposed of with the channel and then releases nobody, not even by
/// cancellation. An endpoint that declares its exchanges when the connection breaks would wait so, and never connect again. One that consumes waits for its handlers, too, and then
/// reports that it has ended: were it left before, it would report so of the channel that came after.
/// </remarks>
/// <param name="grace">How long an endpoint that was not ready has to notice by itself.</param>
/// <param name="handlersGrace">How long one that was ready has: longer than its handlers take.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Hears of what is left.</param>
sealed class ClosedChannelFilter(TimeSpan grace, TimeSpan handlersGrace, TimeProvider clock, ILogger logger) : IFilter<ChannelContext>, IReceiveEndpointObserver
{
    volatile bool _isReady;

    public void Probe(ProbeContext context) => context.CreateFilterScope("closedChannel");

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // When it is closed already, the client calls at once.
        context.Channel.ChannelShutdownAsync += OnClosedAsync;
        try
        {
            _isReady = false;
            var use = next.Send(context);
            if (await Task.WhenAny(use, closed.Task) != use)
                await LeaveInTimeAsync(use);
            await use;
        }
        finally
        {
            context.Channel.ChannelShutdownAsync -= OnClosedAsync;
        }

        Task OnClosedAsync(object channel, ShutdownEventArgs reason)
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        }
    }

    Task IReceiveEndpointObserver.Ready(ReceiveEndpointReady ready)
    {
        _isReady = true;
        return Task.CompletedTask;
    }

    Task IReceiveEndpointObserver.Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    /// <summary>Whoever uses the channel notices by himself as a rule.</summary>
    async Task LeaveInTimeAsync(Task use)
    {
        var patience = _isReady ? handlersGrace : grace;
        using var waiting = new CancellationTokenSource();
        var ended = await Task.WhenAny(use, Task.Delay(patience, clock, waiting.Token)) == use;
        await waiting.CancelAsync();
        if (ended)
            return;

        _ = use.ContinueWith(static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        logger.ChannelLeft(patience.TotalSeconds);
        throw new RabbitMqConnectionException($"The channel closed, and was not left within {patience.TotalSeconds} s.");
    }
}
