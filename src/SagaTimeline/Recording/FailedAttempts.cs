using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sagas.SagaTimeline.Recording;

/// <summary>
/// Writes the steps of failed attempts, each in a transaction of its own that locks nothing but the timeline's head. A step that can't be written now waits
/// in memory for the database to come back. An attempt whose step is lost, with this process or because too many wait, shows as the next one's
/// "redelivered; if there was an earlier attempt, it left no trace".
/// </summary>
sealed class FailedAttempts(NpgsqlDataSource dataSource, TimeProvider clock, ILogger<FailedAttempts> logger) : BackgroundService
{
    const int Limit = 1_000;

    /// <summary>How long the message's next attempt is held up when the database does not answer.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly Channel<TimelineStep> _waiting = Channel.CreateBounded<TimelineStep>(new BoundedChannelOptions(Limit) { SingleReader = true });

    /// <summary>Never throws: the failure that is to be recorded is the one that counts.</summary>
    public async Task RecordAsync(TimelineStep step, CancellationToken cancellationToken)
    {
        if (!await TryWriteAsync(step, cancellationToken).ConfigureAwait(false) && !_waiting.Writer.TryWrite(step))
            logger.FailedAttemptLost(step.SagaType, step.CorrelationId, step.MessageType);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        while (await TryWriteFirstAsync(cancellationToken).ConfigureAwait(false))
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            if (!await TryWriteFirstAsync(stoppingToken).ConfigureAwait(false))
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a step out of the queue when it is settled, and not before: what is left when the host stops is tried once more.</summary>
    async Task<bool> TryWriteFirstAsync(CancellationToken cancellationToken) =>
        _waiting.Reader.TryPeek(out var step) && await TryWriteAsync(step, cancellationToken).ConfigureAwait(false) && _waiting.Reader.TryRead(out _);

    /// <returns>Whether the step is settled: written, or refused by the database for good.</returns>
    async Task<bool> TryWriteAsync(TimelineStep step, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await WriteAsync(step with { RecordedAt = clock.GetUtcNow() }, timeout.Token).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException exception) when (IsWritten(exception))
        {
            return true;
        }
        catch (PostgresException exception) when (IsRefused(exception))
        {
            logger.FailedAttemptRefused(step.SagaType, step.CorrelationId, step.MessageType, exception);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the step waits and is tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.FailedAttemptDelayed(step.SagaType, step.CorrelationId, step.MessageType, exception);
            return false;
        }
    }

    /// <summary>Whether a first try, whose answer was lost, was still under way, and has been committed meanwhile.</summary>
    static bool IsWritten(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "saga_timeline_attempt" };

    /// <summary>
    /// Whether it is the step that the database can't take: its data, its constraints or the statement. All else is the database's own trouble and passes, also what is
    /// not called transient: a statement that somebody cancels, or a server that can only be read for a while.
    /// </summary>
    static bool IsRefused(PostgresException exception) => exception.SqlState[..2] is "22" or "23" or "42";

    async Task WriteAsync(TimelineStep step, CancellationToken cancellationToken)
    {
        var batch = dataSource.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        foreach (var command in TimelineWriter.Instance.Write([StepRow.Of(step)]).Commands)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
