using Npgsql;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Tells failures that go away by handling the message again from those that need a person: the one place where that is decided. PostgreSQL's are recognised by
/// SQLSTATE alone, because texts are translated.
/// </summary>
public static class TransientFailures
{
    // The driver has no name for it.
    const string IdleInTransactionSessionTimeout = "25P03";

    static readonly HashSet<string> SqlStates =
    [
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.TooManyConnections,
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.IdleSessionTimeout,
        IdleInTransactionSessionTimeout,
    ];

    /// <summary>Whether an exception, or one that it wraps, is a conflict, a lost connection or a database that is busy, starting or stopping.</summary>
    /// <param name="exception">What the handler, or the commit after it, threw.</param>
    public static bool Includes(Exception? exception) => exception switch
    {
        null => false,
        TransactionConflictException or CommitOutcomeUnknownException => true,
        PostgresException database => Includes(database.SqlState),
        // The driver's own: a socket that broke, a connection that was refused, an answer that did not come in time, a pool that had none left.
        NpgsqlException { IsTransient: true } => true,
        AggregateException several => several.InnerExceptions.Any(Includes),
        _ => Includes(exception.InnerException),
    };

    /// <summary>Whether it is a row, or a table, that somebody else holds locked.</summary>
    internal static bool IsOfALock(Exception? exception) => exception switch
    {
        null => false,
        PostgresException database => database.SqlState == PostgresErrorCodes.LockNotAvailable,
        AggregateException several => several.InnerExceptions.Any(IsOfALock),
        _ => IsOfALock(exception.InnerException),
    };

    static bool Includes(string sqlState) => SqlStates.Contains(sqlState) || sqlState.StartsWith("08", StringComparison.Ordinal);
}
