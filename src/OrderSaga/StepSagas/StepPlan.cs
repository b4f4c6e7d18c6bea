namespace Sagas.OrderSaga.StepSagas;

/// <summary>A step of a saga: what doing it means, and what undoing it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Do">How the saga waits for it.</param>
/// <param name="Undo">How it waits for the undo; <c>null</c> for a step that can't be undone, which only one after the pivot may be.</param>
/// <param name="IsPivot">Whether there is no way back once it is done.</param>
/// <param name="UndoMayFail">What happens when it turns out that the step can't be undone any more, as a sentence for operators.</param>
public sealed record StepPlan<TStep>(TStep Step, Wait Do, Wait? Undo, bool IsPivot = false, string? UndoMayFail = null)
    where TStep : struct, Enum;

/// <summary>What the saga waits for in one state.</summary>
/// <param name="State">The state's name.</param>
/// <param name="Participant">The endpoint that owes the answer.</param>
/// <param name="Command">What it was sent.</param>
/// <param name="Answers">What it can answer; its failure is one more.</param>
/// <param name="Patience">How long and how often the saga asks; <c>null</c> would be for ever.</param>
/// <param name="AtLast">What it does when its patience ends.</param>
/// <param name="Refusal">Which of the answers says that it can't be done.</param>
public sealed record Wait(
    string State, string Participant, string Command, IReadOnlyList<string> Answers, StepPolicy? Patience, AtLast AtLast, string? Refusal = null);

/// <summary>What happens when a step's or an undo's attempts are used up.</summary>
public enum AtLast
{
    /// <summary>The saga turns round and undoes what it started.</summary>
    Compensate,

    /// <summary>The saga stops in front of an operator.</summary>
    Park,
}
