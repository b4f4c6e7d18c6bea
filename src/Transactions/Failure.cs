using Npgsql;

namespace Sagas.Transactions;

static class Failure
{
    /// <summary>Whether the server can't be reached or is going away: then it is nobody's fault in particular.</summary>
    public static bool IsOfTheServer(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } =>
            state.StartsWith("08", StringComparison.Ordinal)                // connection exception
            || state.StartsWith("57P", StringComparison.Ordinal)            // the server shuts down, crashed, or starts
            || state == PostgresErrorCodes.TooManyConnections,
        NpgsqlException or CommitOutcomeUnknownException or ObjectDisposedException => true,
        _ => false,
    };
}
