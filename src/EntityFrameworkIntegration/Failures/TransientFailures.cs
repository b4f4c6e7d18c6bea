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
    public static bool Includes(Exception? exception) => Any(exception, one => one switch
    {
        TransactionConflictException or CommitOutcomeUnknownException => true,
        PostgresException database => SqlStates.Contains(database.SqlState) || database.SqlState.StartsWith("08", StringComparison.Ordinal),
        // The driver's own: a socket that broke, a connection that was refused, an answer that did not come in time, a pool that had none left.
        NpgsqlException driver => driver.IsTransient,
        _ => false,
    });

    /// <summary>Whether it is a row, or a table, that somebody else holds locked.</summary>
    internal static bool IsOfALock(Exception? exception) => Any(exception, one => one is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable });

    static bool Any(Exception? exception, Func<Exception, bool> matches) => exception switch
    {
        null => false,
        _ when matches(exception) => true,
        AggregateException several => several.InnerExceptions.Any(inner => Any(inner, matches)),
        _ => Any(exception.InnerException, matches),
    };
}
