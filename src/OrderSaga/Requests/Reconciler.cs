using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;
using Sagas.Contracts;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.PlaceOrder;

namespace Sagas.OrderSaga.Requests;

/// <summary>
/// Sends again what got lost between the database and the saga: requests that no saga has answered, and timers of waiting sagas that have none. What was not lost
/// is dropped by the inbox, because its message id is the same.
/// </summary>
sealed class Reconciler(
    NpgsqlDataSource database, IServiceScopeFactory scopes, IOptions<ReconcilerOptions> options, TimeProvider clock, ILogger<Reconciler> logger) : BackgroundService
{
    const string UnansweredRequests = """
        select message_id, saga_id, message_type, message::text from saga_requests
        where requested_at < now() - $1
        order by requested_at limit 1000
        """;

    const string SagasWithoutTimer = """
        select s.correlation_id, s.deadline_token, s.current_state, s.attempt, s.deadline_at from place_order_sagas s
        where s.ended_at is null and s.deadline_token is not null and s.updated_at < now() - $1
          and not exists (select from outbox o where o.token = s.deadline_token)
        limit 1000
        """;

    readonly ReconcilerOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.Interval, clock);
        do
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                logger.ReconcilerLostDatabase(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await foreach (var request in ReadAsync(
            UnansweredRequests,
            row => SagaRequest.Read(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3)),
            cancellationToken))
        {
            logger.RequestSentAgain(request.MessageType, request.SagaId);
            await InSessionAsync(session => session.SendRequestAsync(request, cancellationToken), cancellationToken);
        }

        await foreach (var (token, dueAt, deadline) in ReadAsync(SagasWithoutTimer, ReadDeadline, cancellationToken))
        {
            logger.TimerArmedAgain(deadline.SagaId, deadline.State);
            await InSessionAsync(
                session => session.ScheduleAsync(Endpoints.Address(Endpoints.PlaceOrder), dueAt, token, deadline, cancellationToken), cancellationToken);
        }
    }

    (Guid Token, DateTimeOffset DueAt, StepDeadlinePassed Deadline) ReadDeadline(NpgsqlDataReader row) => (
        row.GetGuid(1),
        row.IsDBNull(4) ? clock.GetUtcNow() : row.GetFieldValue<DateTimeOffset>(4),
        new StepDeadlinePassed { SagaId = row.GetGuid(0), State = row.GetString(2), Attempt = row.GetInt32(3) });

    async IAsyncEnumerable<T> ReadAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using (var command = database.CreateCommand(sql))
        {
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = _options.Patience });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(read(reader));
        }

        foreach (var row in rows)
            yield return row;
    }

    async Task InSessionAsync(Func<IOutboxSession<OrderSagaDbContext>, Task> send, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<OrderSagaDbContext>>().Open();
        await send(session);
        await session.CommitAsync(cancellationToken);
    }
}

/// <summary>How eager the reconciler is.</summary>
public sealed class ReconcilerOptions
{
    public const string Section = "Reconciler";

    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long something may take before it counts as lost.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);
}
