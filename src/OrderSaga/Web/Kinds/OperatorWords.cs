using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>Says what an operator's request means to a saga as it stands, in the words of its plan.</summary>
static class OperatorWords
{
    public static OperatorAction Of(OperatorRequest request, string name, SagaView saga, SagaKind kind) => request switch
    {
        OperatorRequest.Retry => new OperatorAction(name, Retry(saga, kind), []),
        OperatorRequest.Resolve => new OperatorAction(name, "Take what is owed as seen to, on your evidence, and go on.", Owed(saga, kind)),
        _ => new OperatorAction(name, $"Turn the saga round and undo what it did; then {kind.EndOfTheWayBack}.", []),
    };

    static string Retry(SagaView saga, SagaKind kind)
    {
        if (kind.WaitIn(saga.State) is { } wait)
        {
            var isUndo = kind.Steps.Any(step => step.Undo == saga.State);
            return $"Send {wait.Command} to {EndpointNames.Party(wait.Participant)} again, {(isUndo ? "in a new round" : "under the same key")}.";
        }

        return saga.Parked?.Owed is [var next, ..] && kind.WaitIn(StatesOf(next, kind) is { } owed ? owed.Undo ?? owed.Do : null) is { } ask
            ? $"Send {ask.Command} to {EndpointNames.Party(ask.Participant)} again, in a new round."
            : "Ask again.";
    }

    static IReadOnlyList<OwedStep> Owed(SagaView saga, SagaKind kind) =>
    [
        .. from owed in saga.Parked?.Owed ?? []
           let states = StatesOf(owed, kind)
           select new OwedStep(owed, states?.Undo is null ? $"{Words(owed)} is done" : $"{Words(owed)} is undone"),
    ];

    static StepStates? StatesOf(string step, SagaKind kind) => kind.Steps.FirstOrDefault(known => known.Step == step);

    static string Words(string step) => char.ToUpperInvariant(step[0]) + step[1..].Replace('-', ' ');
}

/// <summary>What an operator can ask for.</summary>
/// <param name="Name">How the request is named in forms and addresses.</param>
/// <param name="Means">What it does, in a sentence.</param>
/// <param name="Settles">The steps that it could settle, for which the operator has to say what shows that they are; none when it settles none.</param>
public sealed record OperatorAction(string Name, string Means, IReadOnlyList<OwedStep> Settles)
{
    public bool NeedsEvidence => Settles.Count > 0;
}

/// <param name="Step">The step's name.</param>
/// <param name="Settled">What an operator vouches for, in words.</param>
public sealed record OwedStep(string Step, string Settled);
