using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Forgets, once a minute, the messages that the inbox need not remember any more.</summary>
sealed class InboxCleanup<TDbContext>(
    TransactionalDatabase<TDbContext> database, OutboxOptionsOf<TDbContext> options, TimeProvider clock, ILogger<InboxCleanup<TDbContext>> logger)
    : BackgroundService
    where TDbContext : DbContext
{
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            var command = database.DataSource.CreateCommand(InboxState.DeleteOld);
            await using var _ = command.ConfigureAwait(false);
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.DuplicateDetectionWindow, NpgsqlDbType = NpgsqlDbType.Interval });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.Value.SweepLimit });
            deleted = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        while (deleted == options.Value.SweepLimit);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await CleanAsync(stoppingToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The next round comes.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.InboxNotCleaned(exception);
            }
        }
    }
}
