using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Events;

namespace Sagas.ServiceDefaults.RabbitMq;

/// <summary>Stands around everything that a receive endpoint does with a channel, and leaves a channel that has closed even when something waits on it for ever.</summary>
/// <remarks>
/// The client lets one call at a time onto a channel; the others wait for a semaphore, which is disposed of with the channel and then releases nobody, not even by
/// cancellation. An endpoint that declares its exchanges when the connection breaks would wait so, and never connect again.
/// </remarks>
sealed class ClosedChannelFilter(TimeSpan grace, TimeProvider clock, ILogger logger) : IFilter<ChannelContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("closedChannel");

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // When it is closed already, the client calls at once.
        context.Channel.ChannelShutdownAsync += OnClosedAsync;
        try
        {
            var use = next.Send(context);
            if (await Task.WhenAny(use, closed.Task) != use)
                await EndAsync(use);
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

    /// <summary>Whoever uses the channel notices by himself as a rule, and waits for the handlers that are at work.</summary>
    async Task EndAsync(Task use)
    {
        using var waiting = new CancellationTokenSource();
        if (await Task.WhenAny(use, Task.Delay(grace, clock, waiting.Token)) == use)
        {
            await waiting.CancelAsync();
            return;
        }

        _ = use.ContinueWith(static left => left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        logger.ChannelLeft(grace.TotalSeconds);
        throw new RabbitMqConnectionException($"The channel closed, and was not left within {grace.TotalSeconds} s.");
    }
}
