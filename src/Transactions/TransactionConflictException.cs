namespace Sagas.Transactions;

/// <summary>
/// A row changed between a unit's read and its write, so nothing of the unit was written. Handling the message again, which reads afresh, is the remedy.
/// </summary>
public class TransactionConflictException : Exception
{
    /// <summary>A conflict without a description.</summary>
    public TransactionConflictException()
    {
    }

    /// <summary>A conflict.</summary>
    /// <param name="message">Which rows, and what was expected of them.</param>
    public TransactionConflictException(string message)
        : base(message)
    {
    }

    /// <summary>A conflict that another exception told of.</summary>
    /// <param name="message">Which rows, and what was expected of them.</param>
    /// <param name="innerException">What told of it.</param>
    public TransactionConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
