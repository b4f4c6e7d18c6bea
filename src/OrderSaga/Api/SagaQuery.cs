using Npgsql;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Troubles;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Api;

/// <summary>Reads what is known of a saga now: its row, its order, its timers and what it was asked.</summary>
sealed class SagaQuery(SagaTypes sagas, NpgsqlDataSource connections, OrderHistory orders, TimelineReader timelines, SagaTroubles troubles)
{
    const string Timers = "select message_type, due_at from outbox where token = $1";

    const string Beginning = """
        select message_id, message_type, requested_at from saga_requests
        where saga_id = $1 and message_type in ('PlaceOrder', 'ReturnOrder')
        """;

    const string Requests = "select message_id, message_type, requested_at from saga_requests where saga_id = $1 order by requested_at";

    public async Task<SagaView?> FindAsync(Guid sagaId, CancellationToken cancellationToken)
    {
        if (await sagas.FindAsync(sagaId, cancellationToken) is not { } saga)
            return null;

        var order = await orders.LoadAsync(saga.OrderId, cancellationToken);
        return new SagaView
        {
            SagaId = sagaId,
            OrderId = saga.OrderId,
            Definition = new DefinitionView(saga.Type.Name, saga.DefinitionVersion, saga.DefinitionHash),
            State = saga.State,
            WaitingFor = saga.WaitingFor,
            Parked = saga.ParkedBecause is { } because
                ? new ParkedView(because, saga.WaitingSince, [.. saga.Owed.Select(owed => owed.Step)], await EvidenceAsync(saga, cancellationToken))
                : null,
            Trouble = await troubles.OfAsync(sagaId, cancellationToken),
            Compensation = saga.Compensation,
            Timers = saga.DeadlineToken is { } token
                ? await connections.CreateCommand(Timers).With(token).ReadAsync(row => new TimerView(row.GetString(0).Split(':')[^1], row.GetFieldValue<DateTimeOffset>(1)), cancellationToken)
                : [],
            Requests = await connections.CreateCommand(Requests).With(sagaId).ReadAsync(ReadRequest, cancellationToken),
            Outcome = order is null ? null : saga.Type.OutcomeOf(order.State, sagaId),
            StartedAt = saga.StartedAt,
            UpdatedAt = saga.UpdatedAt,
            EndedAt = saga.EndedAt,
        };
    }

    /// <returns>What is to begin a saga that has not begun; <c>null</c> when nothing is recorded that would.</returns>
    public async Task<PendingRequestView?> BeginningAsync(Guid sagaId, CancellationToken cancellationToken) =>
        (await connections.CreateCommand(Beginning).With(sagaId).ReadAsync(ReadRequest, cancellationToken)).SingleOrDefault();

    static PendingRequestView ReadRequest(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2));

    /// <summary>An answer to what is owed, that came when the saga had stopped waiting for it.</summary>
    async Task<IReadOnlyList<EvidenceView>> EvidenceAsync(SagaStanding saga, CancellationToken cancellationToken)
    {
        var steps = await timelines.ReadAllAsync(saga.Type.Kind, saga.SagaId, cancellationToken);
        var parkedAt = steps.LastOrDefault(step => step.StateAfter == saga.State && step.StateBefore != saga.State)?.Number ?? 0;
        return
        [
            .. from owed in saga.Owed
               from step in steps
               where step.Number > parkedAt && step.Kind == StepKind.Ignored && owed.Wait.Answers.Contains(step.MessageType)
               select new EvidenceView(step.MessageType, step.Number, step.ReceivedAt, step.MessageType == owed.Wait.Refusal ? null : owed.Step),
        ];
    }
}
