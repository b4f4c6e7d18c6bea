using Sagas.Contracts;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>
/// A saga's steps in the order in which they are done: who does each, how long the saga waits for it, what undoes it, and what happens when its patience ends. Nothing
/// else decides these.
/// </summary>
public abstract class SagaPlan<TStep>
    where TStep : struct, Enum
{
    /// <summary>The saga's name.</summary>
    public abstract string Name { get; }

    /// <summary>The endpoint that answers come back to.</summary>
    public abstract string Endpoint { get; }

    /// <summary>The table of its instances.</summary>
    public abstract string Table { get; }

    /// <summary>Raise it with every change to the steps, their order or their states: a saga keeps the one that it began with.</summary>
    public abstract int DefinitionVersion { get; }

    public abstract IReadOnlyList<StepPlan<TStep>> Steps { get; }

    /// <summary>The states in which the saga waits for no participant, so that no deadline has to end them.</summary>
    public abstract IReadOnlyList<string> Resting { get; }

    /// <summary>How a saga ends that has turned round, in words: "the order is cancelled".</summary>
    public abstract string EndOfTheWayBack { get; }

    /// <summary>The states of a saga that has not ended.</summary>
    public IReadOnlyList<string> UnderWay =>
        [.. Steps.Select(step => step.Do.State), .. Steps.Reverse().Select(step => step.Undo?.State).OfType<string>(), "Parked"];

    public StepPlan<TStep> Of(TStep step) => Steps.Single(plan => Equals(plan.Step, step));

    public Wait Of(TStep step, EffectIntent intent) =>
        intent == EffectIntent.Do ? Of(step).Do : Of(step).Undo ?? throw new InvalidOperationException($"{step} can't be undone.");

    /// <returns>The step that is undone after this one; <c>null</c> after the first.</returns>
    public TStep? Before(TStep step)
    {
        var index = Steps.ToList().FindIndex(plan => Equals(plan.Step, step));
        return index > 0 ? Steps[index - 1].Step : null;
    }

    /// <returns>What the saga waits for in a state; <c>null</c> where it rests.</returns>
    public (TStep Step, EffectIntent Intent, Wait Wait)? In(string state)
    {
        foreach (var plan in Steps)
        {
            if (plan.Do.State == state)
                return (plan.Step, EffectIntent.Do, plan.Do);
            if (plan.Undo?.State == state)
                return (plan.Step, EffectIntent.Undo, plan.Undo);
        }

        return null;
    }
}
