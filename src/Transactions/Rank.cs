namespace Sagas.Transactions;

/// <summary>
/// The order in which a transaction runs its statements. It is the same for reads and writes and in every transaction, so it is the lock order too.
/// </summary>
public enum Rank
{
    /// <summary>The record that a message was handled: first, so that a repeat stops here.</summary>
    Inbox,

    /// <summary>The saga's row.</summary>
    Saga,

    /// <summary>The head and events of event streams.</summary>
    Stream,

    /// <summary>What a participant has answered, by step, and the steps' locks.</summary>
    Effect,

    /// <summary>Rows of the business itself.</summary>
    Business,

    /// <summary>The head and steps of a saga's timeline.</summary>
    Timeline,

    /// <summary>Messages and timers to be sent after the commit.</summary>
    Outbox,

    /// <summary>Timers that are over: last, so that one which the same transaction arms is gone too.</summary>
    TimerRemoval,
}
