using Npgsql;

namespace Sagas.Projections;

static class Failure
{
    /// <summary>Whether the events are to blame: neither the connection, nor another transaction, nor somebody who ended the session.</summary>
    internal static bool IsOfTheEvents(Exception exception) => exception switch
    {
        OperationCanceledException or LeaseLostException => false,
        PostgresException postgres => !postgres.IsTransient && !postgres.SqlState.StartsWith("57", StringComparison.Ordinal)
            && !postgres.SqlState.StartsWith("25", StringComparison.Ordinal),
        NpgsqlException => false,
        _ => true,
    };
}
