using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.Requests;
using Sagas.SagaTimeline;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Operators;

/// <summary>What an operator wants of a saga.</summary>
/// <param name="SagaId">The saga.</param>
/// <param name="Request">What.</param>
/// <param name="Operator">Who asks.</param>
/// <param name="Reason">Why, in the operator's words.</param>
/// <param name="Evidence">What shows that an undo is settled.</param>
/// <param name="Step">The step whose undo is settled: the one that the operator saw, and the saga may have moved on from.</param>
sealed record Wanted(Guid SagaId, OperatorRequest Request, string Operator, string Reason, string? Evidence = null, OrderStep? Step = null);

/// <summary>What comes of it.</summary>
abstract record OperatorAnswer
{
    public sealed record Recorded(Guid RequestId, string Will) : OperatorAnswer;

    public sealed record Would(string Do) : OperatorAnswer;

    public sealed record DoesNotApply(string State, string Why) : OperatorAnswer;

    public sealed record NoSuchSaga : OperatorAnswer;
}

/// <summary>
/// Records what operators ask for: the event on the order's stream and the message to the saga, in one commit. Whether a request applies is asked of the state
/// machine itself, now and again by the saga when it handles the message.
/// </summary>
sealed class OperatorRequests(IOutboxSessions<OrderSagaDbContext> sessions, OrderSagaDbContext database, PlaceOrderStateMachine machine)
{
    readonly PlaceOrderPlan _plan = machine.Steps.Plan;

    public Task<OperatorAnswer> AskAsync(Wanted wanted, bool dryRun, CancellationToken cancellationToken)
    {
        // Made once: by it an attempt knows what an earlier one recorded, whose commit was not confirmed.
        var requestId = Guid.CreateVersion7();
        return Attempts.UntilItIsKnownAsync(() => TryAskAsync(requestId, wanted, dryRun, cancellationToken));
    }

    async Task<OperatorAnswer> TryAskAsync(Guid requestId, Wanted wanted, bool dryRun, CancellationToken cancellationToken)
    {
        var saga = await database.Set<PlaceOrderState>().AsNoTracking().SingleOrDefaultAsync(saga => saga.CorrelationId == wanted.SagaId, cancellationToken);
        if (saga is null)
            return new OperatorAnswer.NoSuchSaga();
        await using var session = sessions.Open();
        var unit = session.UnitOfWork;
        unit.About(new Subject(nameof(PlaceOrderState), wanted.SagaId));
        await unit.LoadAsync(cancellationToken);
        var order = OrderStream.Of(unit).By(wanted.Operator, wanted.Reason);
        if (order.State.LastOperatorRequest == requestId)
            return new OperatorAnswer.Recorded(requestId, "The request is recorded; the saga may have handled it already.");
        if (WhyNot(saga.CurrentState, wanted.Request) is { } why)
            return new OperatorAnswer.DoesNotApply(saga.CurrentState, why);

        var seen = Situation.Of(saga, _plan)!;
        if (wanted.Step is { } step && step != seen.Step)
            return new OperatorAnswer.DoesNotApply(saga.CurrentState, $"it owes the undo of {seen.Step} now, and {step} is what was seen to");
        if (wanted.Request == OperatorRequest.Resolve && Order.IsBeyondWaiving(order.State, seen.Step))
            return new OperatorAnswer.DoesNotApply(saga.CurrentState, PlaceOrderStateMachine.ParcelHasLeft);

        var will = Foresight.Of(wanted.Request, saga, seen, _plan);
        if (dryRun)
            return new OperatorAnswer.Would(will);
        order.Decide(new OrderCommand.RequestByOperator(requestId, wanted.Request, wanted.Reason, wanted.Operator));
        await session.RecordRequestAsync(new SagaRequest(requestId, wanted.SagaId, Message(requestId, wanted, seen)), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new OperatorAnswer.Recorded(requestId, will);
    }

    string? WhyNot(string state, OperatorRequest request)
    {
        var message = request switch
        {
            OperatorRequest.Retry => machine.RetrySaga.Name,
            OperatorRequest.Resolve => machine.ResolveSaga.Name,
            _ => machine.CompensateSaga.Name,
        };
        var answer = StateMachineCompleteness.List(machine).Single(answer => answer.State == state && answer.Event == message);
        return answer.Kind == AnswerKind.ActsOn ? null : answer.Reason;
    }

    static IOperatorRequest Message(Guid requestId, Wanted wanted, Situation seen) => wanted.Request switch
    {
        OperatorRequest.Retry => new RetrySaga
        {
            RequestId = requestId, SagaId = wanted.SagaId, Operator = wanted.Operator, Reason = wanted.Reason, Seen = seen,
        },
        OperatorRequest.Resolve => new ResolveSaga
        {
            RequestId = requestId, SagaId = wanted.SagaId, Operator = wanted.Operator, Reason = wanted.Reason, Evidence = wanted.Evidence!, Seen = seen,
        },
        _ => new CompensateSaga
        {
            RequestId = requestId, SagaId = wanted.SagaId, Operator = wanted.Operator, Reason = wanted.Reason, Seen = seen,
        },
    };
}
