using System.Reflection;
using MassTransit;

namespace Sagas.SagaTimeline.Completeness;

/// <summary>Asks a machine whether it removes the instances that have reached <c>Final</c>.</summary>
static class FinishedSagas
{
    public static bool AreKept<TSaga>(SagaStateMachine<TSaga> machine)
        where TSaga : class, SagaStateMachineInstance
    {
        try
        {
            var context = DispatchProxy.Create<BehaviorContext<TSaga>, Instance>();
            ((Instance)context).Values = new Dictionary<string, object>
            {
                ["get_Saga"] = Activator.CreateInstance(typeof(TSaga), nonPublic: true)!, ["get_StateMachine"] = machine,
            };
            machine.Accessor.Set(context, machine.GetState(machine.Final.Name)).GetAwaiter().GetResult();
            return !machine.IsCompleted(context).GetAwaiter().GetResult();
        }
        catch (NotSupportedException)
        {
            // The machine decides by more than the state, so some finished instances may be kept.
            return true;
        }
    }

    /// <summary>A context that has a saga and nothing else.</summary>
    class Instance : DispatchProxy
    {
        public Dictionary<string, object> Values { get; set; } = [];

        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
            Values.TryGetValue(targetMethod!.Name, out var value) ? value : throw new NotSupportedException($"There is no message here: {targetMethod.Name}.");
    }
}
