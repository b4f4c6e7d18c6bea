using MassTransit;
using Sagas.Contracts;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.StepSagas;

public abstract partial class StepSagaMachine<TSaga, TStep>
{
    /// <summary>Every state answers every event: what it does not act on, it ignores for a reason that the timeline shows.</summary>
    protected void IgnoreTheRest() => _ignoring.ForEach(ignore => ignore());

    /// <returns>A reason that this saga alone knows; <c>null</c> when it has none.</returns>
    protected abstract string? WhyIgnored(State state, Event @event);

    protected abstract string AlreadyTurnedRound { get; }

    protected const string KeptAsEvidence = "kept as evidence: an operator decides";

    void IgnoreElsewhere<T>(Event<T> @event)
        where T : class
    {
        foreach (var state in States.Where(state => state != Initial && state != Final && !NextEvents(state).Contains(@event)))
            During(state, When(@event).IgnoreBecause(Why(state, @event)));
    }

    string Why(State state, Event @event)
    {
        if (WhyIgnored(state, @event) is { } known)
            return known;
        if (@event == ResolveSaga)
            return "nothing has failed for good: only what a parked saga owes can be resolved by hand";
        if (@event == CompensateSaga)
            return AlreadyTurnedRound;
        if (state == Parked)
            return KeptAsEvidence;
        if (Steps.Plan.In(state.Name) is { Intent: EffectIntent.Undo, Step: var undone } && StepOf(@event) is { } step && IndexOf(step) >= IndexOf(undone))
            return Equals(step, undone) ? "late: the step is being undone, and the undo's reply decides" : "late: that step is over";
        return "it answers another step than the present one";
    }

    int IndexOf(TStep step) => Steps.Plan.Steps.ToList().FindIndex(plan => Equals(plan.Step, step));

    /// <summary>The step that a reply, a fault or a fact is about.</summary>
    protected virtual TStep? StepOf(Event @event)
    {
        foreach (var plan in Steps.Plan.Steps)
        {
            if (new[] { plan.Do, plan.Undo }.OfType<Wait>().Any(wait => wait.Answers.Contains(@event.Name) || @event.Name == $"{wait.Command}Faulted"))
                return plan.Step;
        }

        return null;
    }
}
