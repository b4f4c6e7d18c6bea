namespace Sagas.Transactions;

/// <summary>
/// The connection was lost after COMMIT was sent and before the server answered, so that the transaction may or may not have been committed. Handling the
/// message again tells: its inbox has it, or not. Whoever has no inbox has to look for what was to be written.
/// </summary>
public sealed class CommitOutcomeUnknownException : Exception
{
    /// <summary>An unknown outcome without a description.</summary>
    public CommitOutcomeUnknownException()
    {
    }

    /// <summary>An unknown outcome.</summary>
    /// <param name="message">What was committed.</param>
    public CommitOutcomeUnknownException(string message)
        : base(message)
    {
    }

    /// <summary>An unknown outcome, and how the connection ended.</summary>
    /// <param name="message">What was committed.</param>
    /// <param name="innerException">How the connection ended.</param>
    public CommitOutcomeUnknownException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
