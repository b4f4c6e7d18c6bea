using MassTransit.Events;
using MassTransit.Metadata;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Writes dead letters and redeliveries, each in a transaction of its own. What can't be written is not acknowledged: it goes back to the broker, or stays here
/// and is tried again when the transport could not take it back.
/// </summary>
sealed class DeadLetterRecorder<TDbContext>(
    TransactionalDatabase<TDbContext> database,
    DatabaseOutbox<TDbContext> outbox,
    IBus bus,
    IServiceProvider provider,
    TimeProvider clock,
    ILogger<DeadLetterRecorder<TDbContext>> logger)
    where TDbContext : DbContext
{
    /// <summary>Keeps broker and service from tossing the message at full speed while the database is away.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>After the last attempt: the dead letter and the Faults, both or neither.</summary>
    public async Task RecordFailureAsync(ExceptionReceiveContext context, FailedDelivery? delivery)
    {
        var letter = DeadLetterDraft.OfFailure(context, delivery, clock.GetUtcNow());
        logger.DeadLetterRecorded(letter.DeadLetterId, letter.Endpoint, letter.MessageId, letter.FaultType, letter.Fingerprint);
        await CommitAsync(context, async unit =>
        {
            unit.Write(DeadLetterWriter.Instance, letter);
            var outgoing = new OutgoingMessages(unit, outbox.Outbox, delivery?.Context);
            foreach (var failure in delivery?.Failures ?? [])
                await failure.SendFaultAsync(outgoing, provider, context.CancellationToken).ConfigureAwait(false);
            if (delivery is not { Failures.Count: > 0 } && context.PublishFaults)
                await PublishAsync(ReceiveFault(context, letter), outgoing, context.CancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task RecordSkippedAsync(ReceiveContext context, FailedDelivery? delivery)
    {
        var letter = DeadLetterDraft.OfSkipped(context, delivery, clock.GetUtcNow());
        logger.DeadLetterRecorded(letter.DeadLetterId, letter.Endpoint, letter.MessageId, letter.FaultType, letter.Fingerprint);
        await CommitAsync(context, unit => unit.Write(DeadLetterWriter.Instance, letter)).ConfigureAwait(false);
    }

    public Task CommitAsync(ReceiveContext context, Action<IUnitOfWork> write) => CommitAsync(context, unit =>
    {
        write(unit);
        return Task.CompletedTask;
    });

    async Task CommitAsync(ReceiveContext context, Func<IUnitOfWork, Task> write)
    {
        while (true)
        {
            var unit = database.Begin("a dead letter");
            await using var _ = unit.ConfigureAwait(false);
            try
            {
                await write(unit).ConfigureAwait(false);
                await unit.CommitAsync(context.CancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (!context.CancellationToken.IsCancellationRequested)
            {
                logger.DeadLetterDelayed(DeadLetterAddress.Endpoint(context), exception);
                await Task.Delay(Pause, clock, context.CancellationToken).ConfigureAwait(false);
                if (DeadLetterAddress.TakesBack(context))
                    throw;
            }
        }
    }

    static ReceiveFaultEvent ReceiveFault(ExceptionReceiveContext context, DeadLetter letter) => new(
        HostMetadataCache.Host, context.Exception, letter.ContentType, letter.MessageId, letter.MessageType.Split(';', StringSplitOptions.RemoveEmptyEntries));

    Task PublishAsync(ReceiveFault fault, OutgoingMessages outgoing, CancellationToken cancellationToken) =>
        new PublishEndpoint(new OutboxPublishEndpointProvider(new Sender(outgoing, provider), bus)).Publish(fault, cancellationToken);

    sealed class Sender(OutgoingMessages outgoing, IServiceProvider provider) : OutboxSendContext
    {
        public Task AddSend<T>(SendContext<T> context)
            where T : class
        {
            outgoing.Add(context);
            return Task.CompletedTask;
        }

        public object? GetService(Type serviceType) => provider.GetService(serviceType);
    }
}
