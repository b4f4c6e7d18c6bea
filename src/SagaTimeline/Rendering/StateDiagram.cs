using System.Text;
using MassTransit;

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
        var graph = StateGraph.Of(machine);
        var diagram = new StringBuilder("stateDiagram-v2\n");
        foreach (var change in graph.Transitions)
        {
            var from = change.From == graph.Initial ? "[*]" : change.From;
            diagram.Append("    ").Append(from).Append(" --> ").Append(change.To).Append(" : ").AppendJoin(", ", change.Events).Append('\n');
        }

        foreach (var end in graph.Ends)
            diagram.Append("    ").Append(end).Append(" --> [*]\n");
        return diagram.ToString();
    }
}
