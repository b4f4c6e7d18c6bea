namespace Sagas.Exploration.Tests;

/// <summary>A mistake that is easily made, built in on purpose: an exploration that does not find it is worth nothing.</summary>
public enum SeededBug
{
    None,

    /// <summary>A step whose reply never came is taken as not done, so its undo is skipped.</summary>
    UndoOfUnansweredStepIsSkipped,

    /// <summary>Payment believes its ledger: no row, no charge.</summary>
    RefundConcludesFromMissingRow,

    /// <summary>A timer that was replaced or cancelled is taken as the present one.</summary>
    StaleDeadlineIsTakenAsCurrent,

    /// <summary>An undo that is sent again is not watched any more.</summary>
    UndoDeadlineIsNotRearmed,

    /// <summary>Shipping's refusal to cancel is taken as a cancellation.</summary>
    CancellationRefusalIsTakenAsCancelled,

    /// <summary>An answer to an earlier round is taken for one to the present round, as if only its type mattered.</summary>
    AnswerToAnEarlierRoundIsTaken,
}
