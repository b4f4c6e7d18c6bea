using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Events;

namespace Sagas.ServiceDefaults.RabbitMq;

/// <summary>Stands around everything that a receive endpoint does with a channel, and leaves a channel that closed before the endpoint was ready, even when something waits on it for ever.</summary>
/// <remarks>
/// The client lets one call at a time onto a channel; the others wait for a semaphore, which is disposed of with the channel and then releases nobody, not even by
/// cancellation. An endpoint that declares its exchanges when the connection breaks would wait so, and never connect again. One that consumes waits for its handlers alone, and then
/// reports that it has ended: were it left, it would report so of the channel that came after.
/// </remarks>
sealed class ClosedChannelFilter(TimeSpan grace, TimeProvider clock, ILogger logger) : IFilter<ChannelContext>, IReceiveEndpointObserver
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
                await LeaveUnlessReadyAsync(use);
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
    async Task LeaveUnlessReadyAsync(Task use)
    {
        using var waiting = new CancellationTokenSource();
        var ended = await Task.WhenAny(use, Task.Delay(grace, clock, waiting.Token)) == use;
        await waiting.CancelAsync();
        if (ended || _isReady)
            return;

        _ = use.ContinueWith(static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        logger.ChannelLeft(grace.TotalSeconds);
        throw new RabbitMqConnectionException($"The channel closed, and was not left within {grace.TotalSeconds} s.");
    }
}
