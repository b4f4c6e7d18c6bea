namespace Sagas.Transactions;

/// <summary>How a unit of work meets the database.</summary>
public enum TransactionMode
{
    /// <summary>
    /// Reads without locks while the handler runs, together with other units, and is committed together with other units.
    /// A row that changed in between is a <see cref="TransactionConflictException" />, and nothing of the unit is written.
    /// </summary>
    Shared,

    /// <summary>
    /// Begins a transaction of its own with the first read, locks what it reads, and holds the locks until the commit.
    /// For handlers whose answer depends on what they write.
    /// </summary>
    Own,
}
