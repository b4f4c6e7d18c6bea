using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;
using Sagas.Contracts;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Requests;

/// <summary>
/// Sends again what got lost between the database and the saga: requests that no saga has answered, and timers of waiting sagas that have none. What was not lost
/// is dropped by the inbox, because its message id is the same.
/// </summary>
sealed class Reconciler(
    NpgsqlDataSource database, IServiceScopeFactory scopes, IOptions<ReconcilerOptions> options, TimeProvider clock, ILogger<Reconciler> logger) : BackgroundService
{
    /// <summary>
    /// Somebody decided that nothing has to be done about them any more. A saga that was asked to begin is to begin all the same: nobody else would ever end its
    /// order or its return. A cancellation that waited for its saga has another message id by then, and is known by the order's.
    /// </summary>
    const string DismissedRequests = """
        delete from saga_requests request
        where request.message_type not in ('PlaceOrder', 'ReturnOrder')
          and (exists (select from dead_letters letter where letter.endpoint = request.endpoint and letter.message_id = request.message_id and letter.status = 'Dismissed')
            or request.message_type = 'CancelOrder' and exists (
              select from dead_letters letter
              where letter.endpoint = request.endpoint and letter.correlation_id = request.saga_id and letter.status = 'Dismissed' and letter.message_type like '%:CancelOrder'))
        returning request.message_id, request.saga_id, request.endpoint, request.message_type, request.message::text
        """;

    const int MostInARound = 1_000;

    static readonly string UnansweredRequests = string.Create(CultureInfo.InvariantCulture, $"""
        select message_id, saga_id, endpoint, message_type, message::text from saga_requests
        where requested_at < now() - $1 and message_id > $2
        order by message_id limit {MostInARound}
        """);

    const string SagasWithoutTimer = """
        select s.correlation_id, s.deadline_token, s.current_state, s.attempt, s.deadline_at, s.endpoint from sagas_under_way s
        where s.deadline_token is not null and s.updated_at < now() - $1
          and not exists (select from outbox o where o.token = s.deadline_token)
        limit 1000
        """;

    readonly ReconcilerOptions _options = options.Value;

    // Behind those of the last round, when it did not come to the end: some that can't be helped must not keep the others waiting.
    Guid _after;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.Interval, clock);
        do
        {
            try
            {
                await ReconcileAsync(stoppingToken);
            }
#pragma warning disable CA1031 // It has to outlive whatever happens in one of its rounds: the next one finds the same rows.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.ReconcilerInterrupted(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        foreach (var request in await database.CreateCommand(DismissedRequests).ReadAsync(ReadRequest, cancellationToken))
            logger.RequestDismissed(request.MessageType, request.SagaId);

        var unanswered = await Neglected(UnansweredRequests).With(_after).ReadAsync(ReadRequest, cancellationToken);
        _after = unanswered.Count < MostInARound ? Guid.Empty : unanswered[^1].MessageId;
        foreach (var request in unanswered)
        {
            await InSessionAsync(request.SagaId, async session =>
            {
                await session.SendRequestAsync(request.Read(), cancellationToken);
                logger.RequestSentAgain(request.MessageType, request.SagaId);
            }, cancellationToken);
        }

        foreach (var (endpoint, token, dueAt, deadline) in await Neglected(SagasWithoutTimer).ReadAsync(ReadDeadline, cancellationToken))
        {
            await InSessionAsync(deadline.SagaId, async session =>
            {
                await session.ScheduleAsync(Endpoints.Address(endpoint), dueAt, token, deadline, cancellationToken);
                logger.TimerArmedAgain(deadline.SagaId, deadline.State);
            }, cancellationToken);
        }
    }

    static KeptRequest ReadRequest(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4));

    (string Endpoint, Guid Token, DateTimeOffset DueAt, StepDeadlinePassed Deadline) ReadDeadline(NpgsqlDataReader row) => (
        row.GetString(5),
        row.GetGuid(1),
        row.IsDBNull(4) ? clock.GetUtcNow() : row.GetFieldValue<DateTimeOffset>(4),
        new StepDeadlinePassed { SagaId = row.GetGuid(0), State = row.GetString(2), Attempt = row.GetInt32(3) });

    NpgsqlCommand Neglected(string sql) => database.CreateCommand(sql).With(_options.Patience);

    /// <summary>One saga that can't be helped must not keep the others waiting.</summary>
    async Task InSessionAsync(Guid sagaId, Func<IOutboxSession<OrderSagaDbContext>, Task> send, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<OrderSagaDbContext>>().Open();
        try
        {
            await send(session);
            await session.CommitAsync(cancellationToken);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.SagaNotReconciled(sagaId, exception);
        }
    }
}

/// <summary>A request as it is kept. One that can't be read any more must not keep the others from being read.</summary>
sealed record KeptRequest(Guid MessageId, Guid SagaId, string Endpoint, string MessageType, string Json)
{
    public SagaRequest Read() => SagaRequest.Read(MessageId, SagaId, Endpoint, MessageType, Json);
}

/// <summary>How eager the reconciler is.</summary>
public sealed class ReconcilerOptions
{
    public const string Section = "Reconciler";

    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long something may take before it counts as lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);
}
