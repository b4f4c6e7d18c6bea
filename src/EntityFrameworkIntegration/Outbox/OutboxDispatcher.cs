using System.Threading.Channels;
using MassTransit.Serialization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Sends what has been committed. Rows written by this process come from memory right after their commit; rows whose lease has run out, whoever wrote them,
/// come from the sweep. Many sends await the broker's confirmation at once, but those of one subject go one after the other.
/// </summary>
/// <remarks>
/// A row can be sent twice: by a process that lost its lease while it sent, or that died before it deleted the row. The message id is the same, so the
/// receiver's inbox drops the second.
/// </remarks>
sealed class OutboxDispatcher(OutboxTable table, IBus bus, OutboxOptions options, TimeProvider clock, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    readonly Channel<OutboxMessage> _ready = Channel.CreateBounded<OutboxMessage>(
        new BoundedChannelOptions(options.MemoryLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    readonly Channel<Guid> _sent = Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });
    readonly SemaphoreSlim _inFlight = new(options.InFlightLimit);
    readonly SubjectQueue _subjects = new();

    /// <summary>Names this process among those that share the table.</summary>
    public Guid Owner { get; } = Guid.CreateVersion7();

    /// <summary>Takes committed rows. What does not fit into memory is left to the sweep.</summary>
    public void Enqueue(IReadOnlyList<OutboxMessage> committed)
    {
        foreach (var message in committed)
        {
            if (message.DueAt is null)
                _ready.Writer.TryWrite(message);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            Guarded(SendReadyAsync, stoppingToken),
            Guarded(SweepAsync, stoppingToken),
            Guarded(DeleteSentAsync, stoppingToken));

    /// <summary>A loop outlives whatever happens to one of its rounds: the rows are in the table.</summary>
    async Task Guarded(Func<CancellationToken, Task> loop, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await loop(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException exception)
            {
                logger.DispatcherLostDatabase(exception);
                await Delay(options.SweepInterval, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    async Task SendReadyAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in _ready.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            await _inFlight.WaitAsync(stoppingToken).ConfigureAwait(false);
            _ = _subjects.RunAsync(message.SubjectId, () => SendOneAsync(message, stoppingToken));
        }
    }

    async Task SendOneAsync(OutboxMessage message, CancellationToken stoppingToken)
    {
        try
        {
            if (message.ExpiresAt <= clock.GetUtcNow())
                logger.MessageExpired(message.MessageId, message.MessageType);
            else
                await SendAsync(message, stoppingToken).ConfigureAwait(false);
            FailPoint.Pass(FailPoint.AfterSend);
            if (message.Token is null)
                _sent.Writer.TryWrite(message.MessageId);
        }
#pragma warning disable CA1031 // Any failure leaves the row for a later attempt.
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.MessageNotSent(message.MessageId, message.MessageType, message.Destination, exception);
            await DeferAsync(message, exception, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the row's lease runs out and another process, or the next start, sends it.
        }
        finally
        {
            _inFlight.Release();
        }
    }

    async Task SendAsync(OutboxMessage message, CancellationToken stoppingToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeout.CancelAfter(options.SendTimeout);
        var endpoint = await bus.GetSendEndpoint(new Uri(message.Destination)).WaitAsync(timeout.Token).ConfigureAwait(false);
        var pipe = new OutboxSendPipe(message, options.ConfigureSend, clock);
        await endpoint.Send(new SerializedMessageBody(), pipe, timeout.Token).WaitAsync(timeout.Token).ConfigureAwait(false);
    }

    async Task DeferAsync(OutboxMessage message, Exception failure, CancellationToken stoppingToken)
    {
        try
        {
            await table.DeferAsync(message.MessageId, failure.Message, options.FailureDelay, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            // Without the note the row is swept when its lease runs out, which is sooner.
            logger.DispatcherLostDatabase(exception);
        }
    }

    async Task SweepAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            // Only as much as memory has room for, so that leases do not run out in the queue.
            var room = Math.Min(options.InFlightLimit, options.MemoryLimit - _ready.Reader.Count);
            if (room > 0)
            {
                var taken = await table.TakeAsync(Owner, options.Lease, room, stoppingToken).ConfigureAwait(false);
                foreach (var message in taken)
                    await _ready.Writer.WriteAsync(message, stoppingToken).ConfigureAwait(false);
                if (taken.Count == room)
                    continue;
            }

            var next = await table.NextDueAsync(stoppingToken).ConfigureAwait(false) ?? options.SweepInterval;
            await Delay(next < options.SweepInterval ? next : options.SweepInterval, stoppingToken).ConfigureAwait(false);
        }
    }

    async Task DeleteSentAsync(CancellationToken stoppingToken)
    {
        var sent = new List<Guid>();
        while (await _sent.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            await Delay(options.DeletionDelay, stoppingToken).ConfigureAwait(false);
            while (sent.Count < 5_000 && _sent.Reader.TryRead(out var messageId))
                sent.Add(messageId);
            FailPoint.Pass(FailPoint.BeforeDelete);
            await table.DeleteAsync(sent, stoppingToken).ConfigureAwait(false);
            sent.Clear();
        }
    }

    Task Delay(TimeSpan delay, CancellationToken stoppingToken) =>
        Task.Delay(delay > TimeSpan.FromMilliseconds(5) ? delay : TimeSpan.FromMilliseconds(5), clock, stoppingToken);
}
