using Microsoft.EntityFrameworkCore;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>A type of saga, as far as operators and the API have to know it.</summary>
abstract class SagaType
{
    /// <summary>Its name, such as PlaceOrder.</summary>
    public abstract string Name { get; }

    /// <summary>What units of work and timelines call its instances.</summary>
    public abstract string Kind { get; }

    /// <summary>The endpoint that its messages go to.</summary>
    public abstract string Endpoint { get; }

    /// <summary>The table of its instances.</summary>
    public abstract string Table { get; }

    /// <summary>Its state machine as it is declared, to draw.</summary>
    public abstract StateGraph Graph { get; }

    /// <summary>The states of its steps, in the order in which they are done.</summary>
    public abstract IReadOnlyList<StepStates> StepStates { get; }

    /// <summary>What its state machine does in this release.</summary>
    public abstract MachineDefinition Definition { get; }

    /// <summary>The states of a saga that has not ended.</summary>
    public abstract IReadOnlyList<string> UnderWay { get; }

    /// <summary>Its outcomes: the states in which it ends.</summary>
    public IReadOnlyList<string> Outcomes => Graph.Ends;

    /// <summary>What it can be called off for, by name.</summary>
    public abstract IReadOnlyList<string> Reasons { get; }

    /// <summary>The names of its steps.</summary>
    public abstract IReadOnlyList<string> Steps { get; }

    /// <summary>How one of its sagas ends that has turned round, in words.</summary>
    public abstract string EndOfTheWayBack { get; }

    /// <returns>What it waits for in a state; <c>null</c> where it rests.</returns>
    public abstract Wait? WaitIn(string state);

    /// <returns><c>null</c> when there is no such saga of this type.</returns>
    public abstract Task<SagaStanding?> FindAsync(OrderSagaDbContext database, Guid sagaId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <returns>Why a state does not act on an operator's request: the state machine's own reason; <c>null</c> when it does.</returns>
    public abstract string? WhyNot(string state, OperatorRequest request);

    /// <returns>How a saga ended, as its order tells; <c>null</c> while it is under way.</returns>
    public abstract SagaOutcomeView? OutcomeOf(OrderState order, Guid sagaId);
}

/// <summary>How a saga ended, and why.</summary>
/// <param name="Kind">Confirmed or Cancelled for an order, Completed or Rejected for a return.</param>
/// <param name="Reason">Why it was called off.</param>
/// <param name="CancellationRejected">Why a cancellation came too late, when one did.</param>
public sealed record SagaOutcomeView(string Kind, string? Reason, string? CancellationRejected);

/// <param name="machine">The state machine.</param>
/// <param name="orderIdOf">The order that a saga is about.</param>
/// <param name="outcomeOf">How a saga ended, as its order tells.</param>
/// <param name="reasons">What it can be called off for, by name.</param>
sealed class SagaType<TSaga, TStep>(
    StepSagaMachine<TSaga, TStep> machine, Func<TSaga, Guid> orderIdOf, Func<OrderState, Guid, SagaOutcomeView?> outcomeOf, IReadOnlyList<string> reasons) : SagaType
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
{
    readonly SagaPlan<TStep> _plan = machine.Steps.Plan;

    public override string Name => _plan.Name;

    public override string Kind => typeof(TSaga).Name;

    public override string Endpoint => _plan.Endpoint;

    public override string Table => _plan.Table;

    public override StateGraph Graph => field ??= StateGraph.Of(machine);

    public override IReadOnlyList<StepStates> StepStates =>
        [.. _plan.Steps.Select(plan => new StepStates(StepNames.Of(plan.Step), plan.Do.State, plan.Undo?.State, plan.IsPivot))];

    public override MachineDefinition Definition => machine.Definition;

    public override IReadOnlyList<string> UnderWay => _plan.UnderWay;

    public override IReadOnlyList<string> Reasons => reasons;

    public override IReadOnlyList<string> Steps => [.. _plan.Steps.Select(plan => StepNames.Of(plan.Step))];

    public override string EndOfTheWayBack => _plan.EndOfTheWayBack;

    public override Wait? WaitIn(string state) => _plan.In(state)?.Wait;

    public override async Task<SagaStanding?> FindAsync(OrderSagaDbContext database, Guid sagaId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.Set<TSaga>().AsNoTracking().SingleOrDefaultAsync(saga => saga.CorrelationId == sagaId, cancellationToken) is { } saga ? Standing(saga, now) : null;

    public override string? WhyNot(string state, OperatorRequest request)
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

    public override SagaOutcomeView? OutcomeOf(OrderState order, Guid sagaId) => outcomeOf(order, sagaId);

    Standing<TSaga, TStep> Standing(TSaga saga, DateTimeOffset now) => new(saga, machine.Steps)
    {
        Type = this,
        SagaId = saga.CorrelationId,
        OrderId = orderIdOf(saga),
        State = saga.CurrentState,
        DefinitionVersion = saga.DefinitionVersion,
        DefinitionHash = saga.DefinitionHash,
        WaitingFor = WaitingFor(saga, now),
        ParkedBecause = saga.ParkedBecause,
        WaitingSince = saga.WaitingSince,
        Owed = [.. saga.Owed().Select(_plan.Of).Select(plan => (StepNames.Of(plan.Step), plan.Undo ?? plan.Do))],
        Compensation = [.. _plan.Steps.Select(plan => Compensation(saga, plan))],
        DeadlineToken = saga.DeadlineToken,
        StartedAt = saga.StartedAt,
        UpdatedAt = saga.UpdatedAt,
        EndedAt = saga.EndedAt,
        Seen = Situation.Of(saga, _plan),
    };

    WaitView? WaitingFor(TSaga saga, DateTimeOffset now) => _plan.In(saga.CurrentState) is not { } present
        ? null
        : new WaitView(
            present.Wait.Answers,
            present.Wait.Participant,
            present.Wait.Command,
            saga.KeyOf(present.Step, present.Intent).ToString(),
            saga.Attempt,
            present.Wait.Patience!.Attempts,
            saga.WaitingSince,
            saga.DeadlineAt,
            saga.DeadlineAt < now,
            present.Wait.AtLast.ToString());

    static CompensationView Compensation(TSaga saga, StepPlan<TStep> plan)
    {
        var undo = saga.UndoOf(plan.Step);
        return new CompensationView(StepNames.Of(plan.Step), undo.ToString(), plan.Undo?.Command, undo.IsOwed(), plan.IsPivot);
    }
}

sealed record Standing<TSaga, TStep>(TSaga Saga, StepSagaSteps<TSaga, TStep> Steps) : SagaStanding
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
{
    public override string Foresee(OperatorRequest request) => Foresight.Of(request, Saga, Seen!, Steps.Plan);

    public override OrderCommand Asked(Guid requestId, OperatorRequest request, string reason, string by) => Steps.Asked(Saga, requestId, request, reason, by);

    public override string? WhyNotResolve(OrderState order) =>
        Steps.IsBeyondResolving(order, StepNames.Find<TStep>(Seen!.Step)!.Value) ? Steps.WhyNotResolvable : null;
}
