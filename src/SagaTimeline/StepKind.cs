namespace Sagas.SagaTimeline;

/// <summary>What came of a delivery to a saga. Stored by name, so never renamed.</summary>
public enum StepKind
{
    /// <summary>The state machine acted on the message.</summary>
    ActedOn,

    /// <summary>The state machine let the message pass; the reason says why.</summary>
    Ignored,

    /// <summary>The message had been handled before.</summary>
    Duplicate,

    /// <summary>There is no such saga, and the message does not begin one.</summary>
    NoInstance,

    /// <summary>The attempt ended in an exception, and nothing of it was written.</summary>
    Failed,

    /// <summary>Another message changed the saga first, so nothing of the attempt was written and the message was handled again.</summary>
    Conflicted,

    /// <summary>A timer fired, and the state machine acted on it.</summary>
    TimerFired,

    /// <summary>A timer fired that had been cancelled or armed anew.</summary>
    TimerLate,
}
