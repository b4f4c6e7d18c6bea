using System.Text;
using MassTransit;
using Sagas.SagaTimeline.Completeness;

namespace Sagas.SagaTimeline;

/// <summary>Draws a state machine as it is declared.</summary>
public static class StateDiagram
{
    /// <summary>The machine as a Mermaid state diagram: each change of state once, with the events that lead to it. Events that change no state are left out.</summary>
    /// <typeparam name="TSaga">The machine's instances.</typeparam>
    /// <param name="machine">The machine.</param>
    public static string ToMermaid<TSaga>(SagaStateMachine<TSaga> machine)
        where TSaga : class, SagaStateMachineInstance
    {
        ArgumentNullException.ThrowIfNull(machine);
        var changes = DeclaredAnswers<TSaga>.Of(machine).Transitions.Where(transition => transition.From != transition.To).ToList();
        var diagram = new StringBuilder("stateDiagram-v2\n");
        foreach (var change in changes.GroupBy(transition => (transition.From, transition.To)))
        {
            var events = change.Select(transition => Label(transition.Event)).Distinct();
            diagram.Append("    ").Append(Node(machine, change.Key.From)).Append(" --> ").Append(change.Key.To).Append(" : ").AppendJoin(", ", events).Append('\n');
        }

        foreach (var end in changes.Select(transition => transition.To).Distinct().Where(state => changes.All(transition => transition.From != state)))
            diagram.Append("    ").Append(end).Append(" --> [*]\n");
        return diagram.ToString();
    }

    static string Node(StateMachine machine, string state) => state == machine.Initial.Name ? "[*]" : state;

    /// <summary>A schedule's event goes by the schedule's name.</summary>
    static string Label(string name) => name.Split('.')[0];
}
