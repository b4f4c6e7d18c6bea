using MassTransit;
using Sagas.SagaTimeline.Completeness;

namespace Sagas.SagaTimeline;

/// <summary>
/// Checks that every state of a machine answers every event, by acting on it or by letting it pass with a reason. A message that a state does not answer
/// ends as a failure, and one that it ignores plainly leaves no word about why.
/// </summary>
public static class StateMachineCompleteness
{
    /// <summary>
    /// Lists how every state answers every message. <c>Initial</c> is left out, because a saga never rests in it; so is <c>Final</c> when the machine never
    /// goes there or removes its finished instances. Events without a message are left out: only the machine raises them.
    /// </summary>
    public static IReadOnlyList<EventAnswer> List<TSaga>(SagaStateMachine<TSaga> machine)
        where TSaga : class, SagaStateMachineInstance
    {
        ArgumentNullException.ThrowIfNull(machine);
        var declared = DeclaredAnswers<TSaga>.Of(machine);
        var messages = machine.Events.Where(IsMessage).ToList();
        return
        [
            .. machine.States
                .Where(state => state != machine.Initial && (state != machine.Final || (declared.Reaches(state) && FinishedSagas.AreKept(machine))))
                .SelectMany(state => messages.Select(message => declared.For(machine.GetState(state.Name), message))),
        ];
    }

    /// <summary>Lists what is missing: an empty list means that the machine is complete.</summary>
    public static IReadOnlyList<EventAnswer> Check<TSaga>(SagaStateMachine<TSaga> machine)
        where TSaga : class, SagaStateMachineInstance =>
        [.. List(machine).Where(answer => answer.Kind is AnswerKind.None or AnswerKind.IgnoredPlainly)];

    static bool IsMessage(Event machineEvent) =>
        machineEvent.GetType().GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(Event<>));
}
