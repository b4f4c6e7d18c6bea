using MassTransit;
using Sagas.SagaTimeline.Completeness;

namespace Sagas.SagaTimeline;

/// <summary>A state machine as it is declared: its states, and the changes of state that events can lead to.</summary>
/// <param name="Initial">The state before the first event.</param>
/// <param name="Transitions">Each change of state once, in the order of the declaration. Events that change no state are left out.</param>
public sealed record StateGraph(string Initial, IReadOnlyList<StateTransition> Transitions)
{
    /// <summary>The states that a saga can be in, without the initial one.</summary>
    public IReadOnlyList<string> States => [.. Transitions.SelectMany(transition => new[] { transition.From, transition.To }).Distinct().Where(state => state != Initial)];

    /// <summary>The states that nothing leads out of.</summary>
    public IReadOnlyList<string> Ends => [.. States.Where(state => Transitions.All(transition => transition.From != state))];

    /// <summary>Reads a machine.</summary>
    /// <typeparam name="TSaga">The machine's instances.</typeparam>
    /// <param name="machine">The machine.</param>
    public static StateGraph Of<TSaga>(SagaStateMachine<TSaga> machine)
        where TSaga : class, SagaStateMachineInstance
    {
        ArgumentNullException.ThrowIfNull(machine);
        var changes = DeclaredAnswers<TSaga>.Of(machine).Transitions
            .Where(transition => transition.From != transition.To)
            .GroupBy(transition => (transition.From, transition.To))
            .Select(change => new StateTransition(change.Key.From, change.Key.To, [.. change.Select(transition => Label(transition.Event)).Distinct()]));
        return new StateGraph(machine.Initial.Name, [.. changes]);
    }

    /// <summary>A schedule's event goes by the schedule's name.</summary>
    static string Label(string name) => name.Split('.')[0];
}

/// <summary>A change of state.</summary>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="Events">The events that lead to it.</param>
public sealed record StateTransition(string From, string To, IReadOnlyList<string> Events);
