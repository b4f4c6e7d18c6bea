using System.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Sagas.Projections;

/// <summary>Hears of events that other processes have committed. While it can't, events are found by looking for them.</summary>
sealed class Listener(
    NpgsqlDataSource dataSource, EventAlarm alarm, ProcessIdentity me, IOptions<ProjectionOptions> options, TimeProvider clock, ILogger<Listener> logger) : BackgroundService
{
    static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Enabled)
        {
            try
            {
                await ListenAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (NpgsqlException exception)
            {
                logger.NotificationsInterrupted(exception);
            }

            await Task.Delay(AfterTrouble, clock, stoppingToken).ConfigureAwait(false);
        }
    }

    async Task ListenAsync(CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var own = me.Id.ToString("N");
        connection.Notification += (_, heard) =>
        {
            if (heard.Payload != own)
                alarm.RingHere();
        };
        var listen = new NpgsqlCommand($"listen {Notifier.Channel}", connection);
        await using var over = listen.ConfigureAwait(false);
        await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
                await connection.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The pool does not reset what is given back to it.
            listen.CommandText = $"unlisten {Notifier.Channel}";
            if (connection.FullState == ConnectionState.Open)
                await listen.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
