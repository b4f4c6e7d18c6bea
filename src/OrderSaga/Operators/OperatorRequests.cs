using MassTransit;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Requests;
using Sagas.OrderSaga.StepSagas;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Operators;

/// <summary>What an operator wants of a saga.</summary>
/// <param name="SagaId">The saga.</param>
/// <param name="Request">What.</param>
/// <param name="Operator">Who asks.</param>
/// <param name="Reason">Why, in the operator's words.</param>
/// <param name="Evidence">What shows that an undo is settled.</param>
/// <param name="Step">The name of the step that is settled: the one that the operator saw, and the saga may have moved on from.</param>
sealed record Wanted(Guid SagaId, OperatorRequest Request, string Operator, string Reason, string? Evidence = null, string? Step = null);

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
sealed class OperatorRequests(IOutboxSessions<OrderSagaDbContext> sessions, SagaTypes sagas, OrderStreams orders)
{
    public Task<OperatorAnswer> AskAsync(Wanted wanted, bool dryRun, CancellationToken cancellationToken)
    {
        // Made once: by it an attempt knows what an earlier one recorded, whose commit was not confirmed.
        var requestId = Guid.CreateVersion7();
        return Attempts.UntilItIsKnownAsync(() => TryAskAsync(requestId, wanted, dryRun, cancellationToken), cancellationToken);
    }

    async Task<OperatorAnswer> TryAskAsync(Guid requestId, Wanted wanted, bool dryRun, CancellationToken cancellationToken)
    {
        if (await sagas.FindAsync(wanted.SagaId, cancellationToken) is not { } saga)
            return new OperatorAnswer.NoSuchSaga();
        await using var session = sessions.Open();
        var unit = session.UnitOfWork;
        unit.About(new Subject(saga.Type.Kind, wanted.SagaId));
        orders.Load(unit, saga.OrderId);
        await unit.LoadAsync(cancellationToken);
        var order = OrderStream.Of(unit).By(wanted.Operator, wanted.Reason);
        if (order.State.LastOperatorRequest == requestId || order.State.ReturnOf(wanted.SagaId)?.LastOperatorRequest == requestId)
            return new OperatorAnswer.Recorded(requestId, "The request is recorded; the saga may have handled it already.");
        if (saga.Type.WhyNot(saga.State, wanted.Request) is { } why)
            return new OperatorAnswer.DoesNotApply(saga.State, why);

        var seen = saga.Seen!;
        if (wanted.Step is { } step && step != seen.Step)
            return new OperatorAnswer.DoesNotApply(saga.State, $"it owes {seen.Step} now, and {step} is what was seen to");
        if (wanted.Request == OperatorRequest.Resolve && saga.WhyNotResolve(order.State) is { } beyond)
            return new OperatorAnswer.DoesNotApply(saga.State, beyond);

        var will = saga.Foresee(wanted.Request);
        if (dryRun)
            return new OperatorAnswer.Would(will);
        order.Decide(saga.Asked(requestId, wanted.Request, wanted.Reason, wanted.Operator));
        await session.RecordRequestAsync(new SagaRequest(requestId, wanted.SagaId, saga.Type.Endpoint, Message(requestId, wanted, seen)), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new OperatorAnswer.Recorded(requestId, will);
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
