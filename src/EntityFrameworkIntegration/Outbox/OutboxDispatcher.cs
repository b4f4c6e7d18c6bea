using System.Threading.Channels;
using MassTransit.Serialization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Sends what has been committed. Rows written by this process come from memory right after their commit; rows whose lease has run out, whoever wrote them,
/// come from the sweep. Many sends await the broker's confirmation at once, but those of one subject go one after the other.
/// </summary>
/// <remarks>
/// A row can be sent twice: by a process that lost its lease while the broker had the message, or that died before it deleted the row. The message id is the same,
/// so the receiver's inbox drops the second.
/// </remarks>
sealed class OutboxDispatcher(
    OutboxTable table,
    IBusControl bus,
    HandledEndpoints handled,
    OutboxOptions options,
    OutboxMetrics metrics,
    TimeProvider clock,
    ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    readonly Channel<Ready> _ready = Channel.CreateUnbounded<Ready>(new UnboundedChannelOptions { SingleReader = true });
    readonly Channel<Sent> _sent = Channel.CreateUnbounded<Sent>(new UnboundedChannelOptions { SingleReader = true });
    readonly List<Sent> _deleting = [];
    readonly RowsInMemory _rows = new(options.MemoryLimit);
    readonly SemaphoreSlim _inFlight = new(options.InFlightLimit);
    readonly SubjectQueue _subjects = new(clock);
    readonly TransportGate _transport = new(bus, clock);
    readonly SweepAlarm _alarm = new();

    /// <summary>Names this process among those that share the table.</summary>
    public Guid Owner { get; } = Guid.CreateVersion7();

    public OutboxEndpoints Endpoints { get; } = new(bus);

    /// <summary>Takes committed rows. What does not fit into memory, or is not due yet, is left to the sweep.</summary>
    public void Enqueue(IReadOnlyList<OutboxMessage> committed)
    {
        var now = clock.GetUtcNow();
        foreach (var message in committed)
        {
            message.CommittedAt = now;
            if (message.DueAt is { } due)
                _alarm.Ring(due);
            else if (_rows.TryAdd(message.MessageId, message.LeasedUntil))
                _ready.Writer.TryWrite(new Ready(message, Swept: false));
        }
    }

    /// <summary>Waits until what is in memory has left, but not longer than one message may take, and not for a bus that is away.</summary>
    public async Task FlushAsync()
    {
        var end = clock.GetUtcNow() + options.SendTimeout;
        while (!_rows.IsEmpty && _transport.IsOpen && clock.GetUtcNow() < end)
            await Pause(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Guarded(UntilBusIsReadyAsync, stoppingToken).ConfigureAwait(false);
            await Task.WhenAll(
                Guarded(SendReadyAsync, stoppingToken),
                Guarded(SweepAsync, stoppingToken),
                Guarded(DeleteSentAsync, stoppingToken)).ConfigureAwait(false);
        }
        finally
        {
            await DeleteLastAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A loop outlives whatever happens to one of its rounds: the rows are in the table.</summary>
    async Task Guarded(Func<CancellationToken, Task> loop, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await loop(stoppingToken).ConfigureAwait(false);
                return;
            }
#pragma warning disable CA1031 // See above.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.DispatcherInterrupted(exception);
                await Pause(options.SweepInterval, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>
    /// A message that is sent before the receive endpoints have declared their queues goes nowhere, so the first one waits for all of them, or for those
    /// that are there after a while.
    /// </summary>
    async Task UntilBusIsReadyAsync(CancellationToken stoppingToken)
    {
        var status = BusHealthStatus.Unhealthy;
        while (status == BusHealthStatus.Unhealthy)
            status = await bus.WaitForHealthStatus(BusHealthStatus.Healthy, options.StartTimeout).WaitAsync(stoppingToken).ConfigureAwait(false);
    }

    async Task SendReadyAsync(CancellationToken stoppingToken)
    {
        await foreach (var (message, swept) in _ready.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            await _transport.UntilOpenAsync(stoppingToken).ConfigureAwait(false);
            // What the sweep took is next in its subject's order; what comes from memory may have to wait for a row that could not be sent.
            if (swept || !_subjects.IsHeld(message.SubjectId))
                _ = DispatchAsync(message, stoppingToken);
            else
                _rows.Remove(message.MessageId);
        }
    }

    async Task DispatchAsync(OutboxMessage message, CancellationToken stoppingToken)
    {
        var sent = await _subjects.RunAsync(message.SubjectId, () => TrySendAsync(message, stoppingToken)).ConfigureAwait(false);
        if (sent && (message.Token is null || IsExpired(message) || !handled.Contains(message.Destination)))
            _sent.Writer.TryWrite(new Sent(message.MessageId, message.MessageType));
        else
            _rows.Remove(message.MessageId);
    }

    /// <summary>Never throws.</summary>
    /// <returns>For how long the row's subject is held back; <c>null</c> when nothing more has to be done with the row than to delete it.</returns>
    async Task<TimeSpan?> TrySendAsync(OutboxMessage message, CancellationToken stoppingToken)
    {
        try
        {
            await _inFlight.WaitAsync(stoppingToken).ConfigureAwait(false);
            try
            {
                // While it waited here, its lease may have run out and another process may have taken it.
                if (!_rows.IsLeased(message.MessageId, clock.GetUtcNow()))
                    return TimeSpan.Zero;
                if (IsExpired(message))
                    logger.MessageExpired(message.MessageId, message.MessageType);
                else
                    await SendAsync(message, stoppingToken).ConfigureAwait(false);
                metrics.CountSent();
            }
            finally
            {
                _inFlight.Release();
            }

            FailPoint.Pass(FailPoint.AfterSend, message.MessageType);
            return null;
        }
#pragma warning disable CA1031 // Any failure leaves the row for a later attempt.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // When the host stops, the row's lease runs out and another process, or the next start, sends it.
            return stoppingToken.IsCancellationRequested ? TimeSpan.Zero : await PutBackAsync(message, exception, stoppingToken).ConfigureAwait(false);
        }
    }

    async Task SendAsync(OutboxMessage message, CancellationToken stoppingToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeout.CancelAfter(options.SendTimeout);
        try
        {
            var endpoint = await Endpoints.FindAsync(message).WaitAsync(timeout.Token).ConfigureAwait(false);
            var pipe = new OutboxSendPipe(message, options.ConfigureSend, clock);
            await endpoint.Send(new SerializedMessageBody(), pipe, timeout.Token).WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!stoppingToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The transport did not confirm the message within {options.SendTimeout.TotalSeconds} s.", exception);
        }
    }

    /// <returns>How long the row waits.</returns>
    async Task<TimeSpan> PutBackAsync(OutboxMessage message, Exception failure, CancellationToken stoppingToken)
    {
        var (error, delay) = Reason(message, failure);
        metrics.CountFailed();
        try
        {
            if (delay == TimeSpan.Zero)
                await table.ReleaseAsync(message.MessageId, message.Owner, error, stoppingToken).ConfigureAwait(false);
            else
                await table.DeferAsync(message.MessageId, message.Owner, error, delay, stoppingToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Without the note the row is swept when its lease runs out, which is sooner.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!stoppingToken.IsCancellationRequested)
                logger.DispatcherInterrupted(exception);
        }

        return delay;
    }

    /// <summary>
    /// Why a row was not sent, and how long it waits for that. While the bus is away no row is to blame, and none waits longer than the bus does. When the
    /// connection broke and the bus does not say so, the row is tried again soon; but it may be what breaks the connection, so not for ever.
    /// </summary>
    (string Error, TimeSpan Delay) Reason(OutboxMessage message, Exception failure)
    {
        if (_transport.ClosesFor(failure, out var first))
        {
            if (first)
                logger.TransportLost(failure);
            return ($"The bus is not connected: {failure.Message}", TimeSpan.Zero);
        }

        logger.MessageNotSent(message.MessageId, message.MessageType, message.Destination, failure);
        if (IsReturned(failure))
            return ($"The broker returned the message: no queue is bound to {message.Destination}.", options.UnroutableDelay);
        var delay = TransportGate.IsOfTheConnection(failure) && message.Attempts < options.BrokenConnectionLimit ? options.SweepInterval : options.FailureDelay;
        return (failure.Message, delay);
    }

    async Task SweepAsync(CancellationToken stoppingToken)
    {
        var vain = 0;
        while (true)
        {
            await _transport.UntilOpenAsync(stoppingToken).ConfigureAwait(false);
            // Only as much as memory has room for, so that leases do not run out in the queue.
            var room = Math.Min(options.SweepLimit, _rows.Room);
            var taken = room == 0 ? [] : await table.TakeAsync(Owner, options.Lease, room, clock.GetUtcNow() + options.Lease, stoppingToken).ConfigureAwait(false);
            foreach (var message in taken)
            {
                // One that is in memory already is still on its way; taking it has renewed its lease.
                if (_rows.TryAdd(message.MessageId, message.LeasedUntil))
                    _ready.Writer.TryWrite(new Ready(message, Swept: true));
            }

            if (taken.Count > 0 && taken.Count == room)
                continue;
            var next = room == 0 ? null : await table.NextDueAsync(stoppingToken).ConfigureAwait(false);
            // What is due and was not taken has fallen due since, or waits behind a row that can't be sent: looking for that without pause would cost the others.
            vain = taken.Count == 0 && next <= TimeSpan.Zero ? Math.Min(vain + 1, 5) : 0;
            var pause = vain > 0 ? TimeSpan.FromMilliseconds(2.5 * (1 << vain)) : next < options.SweepInterval ? next.Value : options.SweepInterval;
            await _alarm.SleepAsync(clock.GetUtcNow() + pause, Pause(pause, stoppingToken)).ConfigureAwait(false);
        }
    }

    async Task DeleteSentAsync(CancellationToken stoppingToken)
    {
        while (_deleting.Count > 0 || await _sent.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            await Pause(options.DeletionDelay, stoppingToken).ConfigureAwait(false);
            await DeleteAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>What was sent before the host stopped need not be sent again after it starts.</summary>
    async Task DeleteLastAsync()
    {
        using var timeout = new CancellationTokenSource(options.SendTimeout);
        try
        {
            await DeleteAsync(timeout.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Then it is sent again, and dropped by its receiver.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.DispatcherInterrupted(exception);
        }
    }

    /// <summary>What fails to be deleted is kept for the next round: nobody may send it meanwhile.</summary>
    async Task DeleteAsync(CancellationToken cancellationToken)
    {
        while (_deleting.Count < 5_000 && _sent.Reader.TryRead(out var sent))
            _deleting.Add(sent);
        if (_deleting.Count == 0)
            return;
        FailPoint.Pass(FailPoint.BeforeDelete, [.. _deleting.Select(sent => sent.MessageType)]);
        await table.DeleteAsync([.. _deleting.Select(sent => sent.MessageId)], cancellationToken).ConfigureAwait(false);
        foreach (var sent in _deleting)
            _rows.Remove(sent.MessageId);
        _deleting.Clear();
    }

    /// <summary>By name, because the class belongs to RabbitMQ's transport, and this library to all of them.</summary>
    static bool IsReturned(Exception failure) => failure.GetType().Name == "MessageReturnedException";

    bool IsExpired(OutboxMessage message) => message.ExpiresAt <= clock.GetUtcNow();

    Task Pause(TimeSpan duration, CancellationToken stoppingToken) =>
        Task.Delay(duration > TimeSpan.FromMilliseconds(5) ? duration : TimeSpan.FromMilliseconds(5), clock, stoppingToken);

    readonly record struct Sent(Guid MessageId, string MessageType);

    readonly record struct Ready(OutboxMessage Message, bool Swept);
}
