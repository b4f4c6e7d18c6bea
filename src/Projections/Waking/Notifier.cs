using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sagas.Projections;

/// <summary>
/// Tells the other processes of committed events, after the commit and at most once per 20 ms: every notifying transaction takes one lock of
/// the whole cluster until it has committed, so none that does anything else ever notifies.
/// </summary>
sealed class Notifier(NpgsqlDataSource dataSource, EventAlarm alarm, ProcessIdentity me, TimeProvider clock, ILogger<Notifier> logger) : BackgroundService
{
    internal const string Channel = "sagas_events";

    static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim _committed = new(0);
    int _rung;

    public override void Dispose()
    {
        _committed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        alarm.Committed += OnCommitted;
        try
        {
            while (true)
            {
                await _committed.WaitAsync(stoppingToken).ConfigureAwait(false);
                Volatile.Write(ref _rung, 0);
                await Task.Delay(alarm.Members > 1 && !await NotifyAsync(stoppingToken).ConfigureAwait(false) ? AfterTrouble : Quiet, clock, stoppingToken).ConfigureAwait(false);
            }
        }
        finally
        {
            alarm.Committed -= OnCommitted;
        }
    }

    void OnCommitted()
    {
        if (Interlocked.Exchange(ref _rung, 1) == 0)
            _committed.Release();
    }

    async Task<bool> NotifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var command = dataSource.CreateCommand("select pg_notify($1, $2)");
            await using var disposing = command.ConfigureAwait(false);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = me.Id.ToString("N") });
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NpgsqlException exception)
        {
            logger.NotificationsInterrupted(exception);
            return false;
        }
    }
}
