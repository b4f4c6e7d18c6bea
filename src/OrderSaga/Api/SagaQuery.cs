using Microsoft.EntityFrameworkCore;
using Npgsql;
using Sagas.Contracts;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Api;

/// <summary>Reads what is known of a saga now: its row, its order, its timers and what it was asked.</summary>
sealed class SagaQuery(
    OrderSagaDbContext database, NpgsqlDataSource connections, OrderHistory orders, TimelineReader timelines, PlaceOrderStateMachine machine, TimeProvider clock)
{
    const string Timers = "select message_type, due_at from outbox where token = $1";

    const string Requests = "select message_id, message_type, requested_at from saga_requests where saga_id = $1 order by requested_at";

    readonly PlaceOrderPlan _plan = machine.Steps.Plan;

    public async Task<SagaView?> FindAsync(Guid sagaId, CancellationToken cancellationToken)
    {
        var saga = await database.Set<PlaceOrderState>().AsNoTracking().SingleOrDefaultAsync(saga => saga.CorrelationId == sagaId, cancellationToken);
        if (saga is null)
            return null;

        var order = await orders.LoadAsync(sagaId, cancellationToken);
        return new SagaView
        {
            SagaId = sagaId,
            Definition = new DefinitionView("PlaceOrder", saga.DefinitionVersion),
            State = saga.CurrentState,
            WaitingFor = WaitingFor(saga),
            Parked = saga.CurrentState == machine.Parked.Name
                ? new ParkedView(saga.ParkedBecause!, saga.WaitingSince, saga.Owed(), await EvidenceAsync(saga, cancellationToken))
                : null,
            Compensation = [.. _plan.Steps.Select(plan => Compensation(saga, plan))],
            Timers = saga.DeadlineToken is { } token
                ? await ReadAsync(Timers, token, row => new TimerView(row.GetString(0).Split(':')[^1], row.GetFieldValue<DateTimeOffset>(1)), cancellationToken)
                : [],
            Requests = await ReadAsync(
                Requests, sagaId, row => new PendingRequestView(row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2)), cancellationToken),
            Outcome = order?.State.Outcome is { } outcome ? new OutcomeView(outcome, order.State.CancelReason, order.State.CancellationRejectedBecause) : null,
            StartedAt = saga.StartedAt,
            UpdatedAt = saga.UpdatedAt,
            EndedAt = saga.EndedAt,
        };
    }

    WaitView? WaitingFor(PlaceOrderState saga) => _plan.In(saga.CurrentState) is not { } now
        ? null
        : new WaitView(
            now.Wait.Answers,
            now.Wait.Participant,
            now.Wait.Command,
            saga.KeyOf(now.Step, now.Intent).ToString(),
            saga.Attempt,
            now.Wait.Patience!.Attempts,
            saga.WaitingSince,
            saga.DeadlineAt,
            saga.DeadlineAt < clock.GetUtcNow(),
            now.Wait.AtLast.ToString());

    static CompensationView Compensation(PlaceOrderState saga, StepPlan plan)
    {
        var undo = saga.UndoOf(plan.Step);
        return new CompensationView(plan.Step, undo.ToString(), plan.Undo?.Command, undo.IsOwed(), plan.IsPivot);
    }

    /// <summary>An answer to the undo that is owed, and came when the saga had stopped waiting for it.</summary>
    async Task<IReadOnlyList<EvidenceView>> EvidenceAsync(PlaceOrderState saga, CancellationToken cancellationToken)
    {
        var steps = await timelines.ReadAllAsync(nameof(PlaceOrderState), saga.CorrelationId, cancellationToken);
        var parkedAt = steps.LastOrDefault(step => step.StateAfter == saga.CurrentState && step.StateBefore != saga.CurrentState)?.Number ?? 0;
        return
        [
            .. from owed in saga.Owed()
               from step in steps
               where step.Number > parkedAt && step.Kind == StepKind.Ignored && _plan.Of(owed, EffectIntent.Undo).Answers.Contains(step.MessageType)
               select new EvidenceView(step.MessageType, step.Number, step.ReceivedAt, step.MessageType == nameof(ShipmentCancellationRefused) ? null : owed),
        ];
    }

    async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Guid key, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = connections.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = key });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
