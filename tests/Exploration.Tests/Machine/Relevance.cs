using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;

namespace Sagas.Exploration.Tests.Machine;

/// <summary>
/// Which messages on their way can still make a difference. To leave out the others loses no behaviour:
/// <list type="bullet">
/// <item>The saga acts on a reply or a fault only while it waits under the key that the message carries. It waits under one key at a time, and never again under one that it
/// has left: whoever asks anew does so in a new round. What it acts on while it is parked is acted on whatever the key, and so are the commands that are answered with it, until the saga has ended.</item>
/// <item>An operator's request is acted on only in the situation in which it was made, and situations name the rounds too, so that none comes back.</item>
/// <item>A command whose key its participant has in the ledger is answered with the reply that the ledger has: nothing else happens. Once the saga waits under another key,
/// that reply makes no difference, and so the command makes none.</item>
/// <item>What begins the saga is ignored once it has begun, and what is ignored in every state is ignored in the next.</item>
/// </list>
/// An exploration without this shortcut shows that the saga is indeed left as it was by all that is left out.
/// </summary>
sealed class Relevance<TMachine, TSaga, TStep>(SagaUnderTest<TMachine, TSaga, TStep> underTest)
    where TMachine : StepSagaMachine<TSaga, TStep>
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
{
    readonly HashSet<string> _commands =
        [.. underTest.Machine.Steps.Plan.Steps.SelectMany(plan => new[] { plan.Do, plan.Undo }).OfType<Wait>().Select(wait => wait.Command)];

    readonly HashSet<string> _actedOn =
        [.. StateMachineCompleteness.List(underTest.Machine).Where(answer => answer.Kind == AnswerKind.ActsOn).Select(answer => answer.Event)];

    readonly HashSet<string> _actedOnParked = [.. ActedOnParked(underTest.Machine)];

    /// <summary>The key that the saga waits under; <c>null</c> while it rests.</summary>
    public EffectKey? KeyOf(TSaga? saga) =>
        saga is not null && underTest.Machine.Steps.Plan.In(saga.CurrentState) is { } now ? saga.KeyOf(now.Step, now.Intent) : null;

    /// <param name="saga">The saga; <c>null</c> before it begins.</param>
    /// <param name="message">A message on its way.</param>
    /// <param name="isRecorded">Whether a participant has an effect's key in its ledger.</param>
    public bool Matters(TSaga? saga, object message, Func<EffectKey, bool> isRecorded) => message switch
    {
        PlaceOrder or ReturnOrder => saga is null,
        IOperatorRequest request => saga is not null && Situation.Of(saga, underTest.Machine.Steps.Plan) == request.Seen,
        Fault fault => Letters.KeyOf(Letters.Failed(fault)) == KeyOf(saga),
        _ when Letters.KeyOf(message) is not { } key => true,
        _ when saga is { EndedAt: null } && _actedOnParked.Contains(message.GetType().Name) => true,
        _ when _commands.Contains(message.GetType().Name) => !isRecorded(Letters.KeyOf(message)!) || Letters.KeyOf(message) == KeyOf(saga),
        _ => Letters.KeyOf(message) == KeyOf(saga) && _actedOn.Contains(message.GetType().Name),
    };

    static IEnumerable<string> ActedOnParked(TMachine machine)
    {
        var replies = StateMachineCompleteness.List(machine)
            .Where(answer => answer.Kind == AnswerKind.ActsOn && answer.State == machine.Parked.Name)
            .Select(answer => answer.Event)
            .ToHashSet();
        return machine.Steps.Plan.Steps
            .SelectMany(plan => new[] { plan.Do, plan.Undo })
            .OfType<Wait>()
            .Where(wait => wait.Answers.Any(replies.Contains))
            .SelectMany(wait => wait.Answers.Where(replies.Contains).Append(wait.Command));
    }
}
