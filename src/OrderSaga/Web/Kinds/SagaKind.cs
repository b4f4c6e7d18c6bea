using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Web.SagaPages;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>A type of saga, for the explorer.</summary>
public sealed class SagaKind
{
    static readonly (OperatorRequest Request, string Name)[] Requests =
        [(OperatorRequest.Retry, "retry"), (OperatorRequest.Resolve, "resolve"), (OperatorRequest.Compensate, "compensate")];

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

    /// <summary>How one ends that has turned round, in words.</summary>
    public string EndOfTheWayBack => _type.EndOfTheWayBack;

    /// <summary>What its sagas are called off for, by name.</summary>
    public IReadOnlyList<string> Reasons => _type.Reasons;

    internal string Table => _type.Table;

    /// <summary>What it waits for in a state; <c>null</c> where it rests.</summary>
    public Wait? WaitIn(string? state) => state is null ? null : _type.WaitIn(state);

    /// <summary>The compensation ledger as the timeline's changes tell it.</summary>
    public IReadOnlyList<CompensationView> CompensationAt(IReadOnlyList<TimelineStep> steps)
    {
        var fields = Fields.After(steps).ToDictionary(field => field.Name, field => field.Value);
        return [.. Steps.Select(step => StandingOf(step, fields))];
    }

    public Task<SagaView?> FindAsync(Guid sagaId, CancellationToken cancellationToken) => _sagas.FindAsync(sagaId, cancellationToken);

    /// <summary>The stream of the order that the saga is about; <c>null</c> when there is none.</summary>
    public Task<SubjectHistory?> HistoryAsync(Guid orderId, CancellationToken cancellationToken) => _orders.OfAsync(orderId, cancellationToken);

    /// <summary>What an operator can ask of a saga as it stands.</summary>
    public IReadOnlyList<OperatorAction> ActionsFor(SagaView saga)
    {
        ArgumentNullException.ThrowIfNull(saga);
        return _type.UnderWay.Contains(saga.State)
            ? [.. Requests.Where(offered => _type.WhyNot(saga.State, offered.Request) is null).Select(offered => OperatorWords.Of(offered.Request, offered.Name, saga, this))]
            : [];
    }

    /// <returns><c>null</c> when there is no such saga.</returns>
    public async Task<OperatorReply?> AskAsync(OperatorQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var request = Requests.Single(offered => offered.Name == question.Action).Request;
        var wanted = new Wanted(question.SagaId, request, question.Operator, question.Reason, question.Evidence, question.Step);
        return await _requests.AskAsync(wanted, question.DryRun, cancellationToken) switch
        {
            OperatorAnswer.Recorded recorded => new OperatorReply(true, recorded.Will),
            OperatorAnswer.Would would => new OperatorReply(true, would.Do),
            OperatorAnswer.DoesNotApply refusal => new OperatorReply(false, $"The saga is {refusal.State}: {refusal.Why}."),
            _ => null,
        };
    }

    CompensationView StandingOf(StepStates step, Dictionary<string, string> fields)
    {
        var name = string.Concat(step.Step.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var undo = Enum.TryParse<Compensation>(fields.GetValueOrDefault($"{name}Undo"), out var recorded) ? recorded : Compensation.NotNeeded;
        return new CompensationView(step.Step, undo.ToString(), WaitIn(step.Undo)?.Command, undo.IsOwed(), step.IsPivot);
    }
}

/// <summary>A filled-in form of an operator.</summary>
public sealed record OperatorQuestion(Guid SagaId, string Action, string Operator, string Reason, string? Evidence, string? Step, bool DryRun);

/// <summary>What comes, or would come, of it.</summary>
public sealed record OperatorReply(bool Applies, string Text);
