using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>A type of saga, for the explorer.</summary>
public sealed class SagaKind
{
    static readonly (OperatorRequest Request, OperatorAction Action)[] Actions =
    [
        (OperatorRequest.Retry, new("retry", "Ask again: for a step under the same key, for an undo in a new round.")),
        (OperatorRequest.Resolve, new("resolve", "Take what is owed as settled, on your evidence.", NeedsEvidence: true)),
        (OperatorRequest.Compensate, new("compensate", "Turn the saga round and undo what it did.")),
    ];

    readonly SagaType _type;
    readonly SagaQuery _sagas;
    readonly OrderNarrative _orders;
    readonly OperatorRequests _requests;

    internal SagaKind(SagaType type, SagaQuery sagas, OrderNarrative orders, OperatorRequests requests) =>
        (_type, _sagas, _orders, _requests) = (type, sagas, orders, requests);

    public string Name => _type.Name;

    /// <summary>The name that its timelines go by.</summary>
    public string TimelineType => _type.Kind;

    /// <summary>The machine as it is declared.</summary>
    public StateGraph Graph => _type.Graph;

    /// <summary>The steps in the order in which they are done.</summary>
    public IReadOnlyList<StepStates> Steps => _type.StepStates;

    /// <summary>What its sagas are called off for, by name.</summary>
    public IReadOnlyList<string> Reasons => _type.Reasons;

    internal string Table => _type.Table;

    public Task<SagaView?> FindAsync(Guid sagaId, CancellationToken cancellationToken) => _sagas.FindAsync(sagaId, cancellationToken);

    /// <summary>The stream of the order that the saga is about; <c>null</c> when there is none.</summary>
    public Task<SubjectHistory?> HistoryAsync(Guid orderId, CancellationToken cancellationToken) => _orders.OfAsync(orderId, cancellationToken);

    /// <summary>What an operator can ask for in a state.</summary>
    public IReadOnlyList<OperatorAction> ActionsIn(string state) =>
        _type.UnderWay.Contains(state) ? [.. Actions.Where(offered => _type.WhyNot(state, offered.Request) is null).Select(offered => offered.Action)] : [];

    /// <returns><c>null</c> when there is no such saga.</returns>
    public async Task<OperatorReply?> AskAsync(OperatorQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var request = Actions.Single(offered => offered.Action.Name == question.Action).Request;
        var wanted = new Wanted(question.SagaId, request, question.Operator, question.Reason, question.Evidence, question.Step);
        return await _requests.AskAsync(wanted, question.DryRun, cancellationToken) switch
        {
            OperatorAnswer.Recorded recorded => new OperatorReply(true, recorded.Will),
            OperatorAnswer.Would would => new OperatorReply(true, would.Do),
            OperatorAnswer.DoesNotApply refusal => new OperatorReply(false, $"The saga is {refusal.State}: {refusal.Why}."),
            _ => null,
        };
    }
}

/// <summary>What an operator can ask for.</summary>
/// <param name="Name">How the request is named in forms and addresses.</param>
/// <param name="Means">What it does, in a sentence.</param>
/// <param name="NeedsEvidence">Whether the operator has to say what shows that an undo is settled.</param>
public sealed record OperatorAction(string Name, string Means, bool NeedsEvidence = false);

/// <summary>A filled-in form of an operator.</summary>
public sealed record OperatorQuestion(Guid SagaId, string Action, string Operator, string Reason, string? Evidence, string? Step, bool DryRun);

/// <summary>What comes, or would come, of it.</summary>
public sealed record OperatorReply(bool Applies, string Text);
