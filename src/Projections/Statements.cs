using Npgsql;
using NpgsqlTypes;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Runs single statements. A command is over afterwards.</summary>
static class Statements
{
    internal static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(Parameter(value));
        return command;
    }

    internal static NpgsqlCommand With(this NpgsqlCommand command, GlobalCheckpoint checkpoint)
    {
        command.Parameters.Add(Parameter(checkpoint.Xid));
        return command.With(checkpoint.Position);
    }

    internal static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(Parameter(value));
        return command;
    }

    internal static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, GlobalCheckpoint checkpoint)
    {
        command.Parameters.Add(Parameter(checkpoint.Xid));
        return command.With(checkpoint.Position);
    }

    static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };

    static NpgsqlParameter<ulong> Parameter(ulong xid) => new() { TypedValue = xid, NpgsqlDbType = NpgsqlDbType.Xid8 };

    /// <summary>For what looks at whole tables: it takes as long as it takes, and ends with its token.</summary>
    internal static NpgsqlCommand WithoutTimeout(this NpgsqlCommand command)
    {
        command.CommandTimeout = 0;
        return command;
    }

    internal static async Task<int> RunAsync(this NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var disposing = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<List<T>> ReadAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var disposing = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }
}
