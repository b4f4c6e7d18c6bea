using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>Placing orders, for the explorer.</summary>
sealed class PlaceOrderKind(PlaceOrderStateMachine machine, SagaQuery sagas, OrderNarrative orders, OperatorRequests requests) : ISagaKind
{
    static readonly (OperatorRequest Request, string Event, OperatorAction Action)[] Actions =
    [
        (OperatorRequest.Retry, nameof(PlaceOrderStateMachine.RetrySaga), new("retry", "Ask again: for the step under the same key, for an undo in a new round.")),
        (OperatorRequest.Resolve, nameof(PlaceOrderStateMachine.ResolveSaga), new("resolve", "Take the undo that is owed as settled, on your evidence.", NeedsEvidence: true)),
        (OperatorRequest.Compensate, nameof(PlaceOrderStateMachine.CompensateSaga), new("compensate", "Turn the saga round and undo what it did.")),
    ];

    public string Name => "PlaceOrder";

    public string TimelineType => nameof(PlaceOrderState);

    public StateGraph Graph => field ??= StateGraph.Of(machine);

    public IReadOnlyList<StepStates> Steps =>
        [.. machine.Steps.Plan.Steps.Select(plan => new StepStates(plan.Step.ToString(), plan.Do.State, plan.Undo?.State, plan.IsPivot))];

    public Task<SagaView?> FindAsync(Guid sagaId, CancellationToken cancellationToken) => sagas.FindAsync(sagaId, cancellationToken);

    public Task<SubjectHistory?> HistoryAsync(Guid sagaId, CancellationToken cancellationToken) => orders.OfAsync(sagaId, cancellationToken);

    public IReadOnlyList<OperatorAction> ActionsIn(string state)
    {
        var obeyed = StateMachineCompleteness.List(machine).Where(answer => answer.State == state && answer.Kind == AnswerKind.ActsOn).Select(answer => answer.Event).ToHashSet();
        return [.. Actions.Where(offered => obeyed.Contains(offered.Event)).Select(offered => offered.Action)];
    }

    public async Task<OperatorReply?> AskAsync(OperatorQuestion question, CancellationToken cancellationToken)
    {
        var request = Actions.Single(offered => offered.Action.Name == question.Action).Request;
        OrderStep? step = Enum.TryParse<OrderStep>(question.Step, out var named) ? named : null;
        var wanted = new Wanted(question.SagaId, request, question.Operator, question.Reason, question.Evidence, step);
        return await requests.AskAsync(wanted, question.DryRun, cancellationToken) switch
        {
            OperatorAnswer.Recorded recorded => new OperatorReply(true, recorded.Will),
            OperatorAnswer.Would would => new OperatorReply(true, would.Do),
            OperatorAnswer.DoesNotApply refusal => new OperatorReply(false, $"The saga is {refusal.State}: {refusal.Why}."),
            _ => null,
        };
    }
}
