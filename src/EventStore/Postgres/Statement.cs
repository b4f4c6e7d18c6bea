using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore;

/// <summary>Puts statements together from their text and their parameters, which are $1, $2, ... in the order given.</summary>
static class Statement
{
    internal static NpgsqlBatchCommand Of(string sql) => new(sql);

    internal static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    internal static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return command;
    }

    // Array parameters are wrapped in subselects, which hide their length from the planner. Otherwise a plan for just this length looks
    // cheaper to it than a general one, and it plans the prepared statement again at every execution: that doubles its cost.
    internal static string Arrays(int first, int last) =>
        string.Join(", ", Enumerable.Range(first, last - first + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"(select ${n})")));

    internal static string Parameters(int first, int count) =>
        string.Join(", ", Enumerable.Range(first, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"${n}")));

    internal static NpgsqlBatch CreateBatch(this NpgsqlDataSource dataSource, IEnumerable<NpgsqlBatchCommand> commands) =>
        dataSource.CreateBatch().Add(commands);

    internal static NpgsqlBatch CreateBatch(this NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands) =>
        connection.CreateBatch().Add(commands);

    static NpgsqlBatch Add(this NpgsqlBatch batch, IEnumerable<NpgsqlBatchCommand> commands)
    {
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        return batch;
    }
}
