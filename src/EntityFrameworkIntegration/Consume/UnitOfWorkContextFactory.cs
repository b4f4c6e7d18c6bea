using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Handles one delivery in one unit of work: the handler runs, then everything is committed together, then the message is acknowledged. An exception rolls
/// everything back and goes on to the endpoint's retry policy, which therefore has to stand outside of the outbox.
/// </summary>
sealed class UnitOfWorkContextFactory<TDbContext>(
    TransactionalDatabase<TDbContext> database,
    CurrentUnitOfWork<TDbContext> current,
    DatabaseOutbox<TDbContext> outbox,
    IServiceProvider provider,
    ILogger<UnitOfWorkContextFactory<TDbContext>> logger) : IOutboxContextFactory<TDbContext>
    where TDbContext : DbContext
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("unitOfWork");

    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        FailPoint.Pass(FailPoint.Received, TypeCache<T>.ShortName);
        var messageId = context.GetOriginalMessageId()
            ?? throw new MessageException(typeof(T), "The message has no MessageId, so a repeat of it could not be recognised.");
        var inbox = (InboxConsumeOptions)options;
        var key = new InboxKey(messageId, options.ConsumerId);
        var unit = current.Begin(database, context, inbox.MayWaitAlone);
        await using var _ = unit.ConfigureAwait(false);
        try
        {
            await HandleAsync(unit, key, context, inbox, next).ConfigureAwait(false);
            FailPoint.Pass(FailPoint.BeforeAcknowledgement, TypeCache<T>.ShortName);
        }
        catch (DuplicateDeliveryException)
        {
            // Another delivery committed between this one's look into the inbox and its commit. Nothing of this one is written; only record it, and not
            // before its locks are released: the record may need the same rows.
            await unit.DisposeAsync().ConfigureAwait(false);
            await RecordDuplicateAsync(unit.Subject, context).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Rethrown.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await unit.RollbackAsync(exception, context.CancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    async Task HandleAsync<T>(
        UnitOfWork unit, InboxKey key, ConsumeContext<T> context, InboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        var claimed = false;
        unit.Load(InboxLoader.Instance, key, answer =>
        {
            claimed = answer == InboxAnswer.Claimed;
            if (answer == InboxAnswer.Handled)
                unit.MarkDuplicate();
        });

        var consumeContext = new UnitOfWorkConsumeContext<T>(context, options, provider, new OutgoingMessages(unit, outbox.Outbox));
        var scheduler = OutboxScheduleMessageProvider.CreateContext(consumeContext, unit);
        consumeContext.AddOrUpdatePayload(() => scheduler, _ => scheduler);

        if (!options.ReadsItself)
            await ReportingAsync(context, options, unit.LoadAsync).ConfigureAwait(false);
        if (!unit.IsDuplicate)
            await next.Send(consumeContext).ConfigureAwait(false);

        if (!unit.IsDuplicate)
            await ReportingAsync(context, options, current.SaveChangesAsync).ConfigureAwait(false);
        else
            logger.DuplicateDropped(key.MessageId, TypeCache<T>.ShortName);
        if (!unit.IsDuplicate && !claimed)
            unit.Write(InboxWriter.Instance, key);
        await ReportingAsync(context, options, cancellationToken => CommitAsync(unit, cancellationToken)).ConfigureAwait(false);
    }

    static async Task CommitAsync(UnitOfWork unit, CancellationToken cancellationToken)
    {
        try
        {
            await unit.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: InboxWriter.Key })
        {
            throw new DuplicateDeliveryException("The message was handled by a concurrent delivery of it.", exception);
        }
    }

    /// <summary>MassTransit learns from the handler's filter what fails in a handler. What fails around it has to be reported, or it ends without a Fault.</summary>
    static async Task ReportingAsync<T>(ConsumeContext<T> context, InboxConsumeOptions options, Func<CancellationToken, Task> step)
        where T : class
    {
        try
        {
            await step(context.CancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Rethrown.
        catch (Exception exception) when (exception is not DuplicateDeliveryException)
#pragma warning restore CA1031
        {
            await context.NotifyFaulted(context.ReceiveContext.ElapsedTime, options.ConsumerType, exception).ConfigureAwait(false);
            throw;
        }
    }

    async Task RecordDuplicateAsync<T>(Subject? subject, ConsumeContext<T> context)
        where T : class
    {
        var unit = current.Begin(database, context, mayWaitAlone: true);
        await using var _ = unit.ConfigureAwait(false);
        unit.MarkDuplicate();
        if (subject is not null)
            unit.About(subject);
        await unit.LoadAsync(context.CancellationToken).ConfigureAwait(false);
        await unit.CommitAsync(context.CancellationToken).ConfigureAwait(false);
    }
}
