namespace Sagas.OrderSaga.StepSagas;

/// <summary>How a step's undo stands. Stored by name: never renamed.</summary>
public enum Compensation
{
    /// <summary>There is nothing to undo: the step was not started, had no effect, or what was done stands for good.</summary>
    NotNeeded,

    /// <summary>The step was started: if the saga turns round, it has to be undone.</summary>
    Required,

    /// <summary>The participant was asked, and has not answered yet.</summary>
    Issued,

    /// <summary>The participant said that there is no effect any more, and will be none.</summary>
    Confirmed,

    /// <summary>It was asked for in vain: an operator is.</summary>
    Failed,

    /// <summary>An operator answered for it, with evidence.</summary>
    Waived,
}

static class Compensations
{
    /// <summary>Whether somebody still has to see to it before the saga can end as if nothing had been done.</summary>
    public static bool IsOwed(this Compensation undo) => undo is Compensation.Required or Compensation.Issued or Compensation.Failed;
}
