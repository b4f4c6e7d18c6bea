namespace Sagas.Projections;

/// <summary>What a worker did in one step.</summary>
enum Step
{
    /// <summary>It got on.</summary>
    Moved,

    /// <summary>Everything is applied.</summary>
    CaughtUp,

    /// <summary>There are events that can't be read yet, because an older transaction is still open.</summary>
    HeldBack,

    /// <summary>What is left waits for a partition that stands still.</summary>
    Stopped,
}
