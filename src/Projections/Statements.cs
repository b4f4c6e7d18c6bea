using Npgsql;
using NpgsqlTypes;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Runs single statements. A command is over afterwards.</summary>
static class Statements
{
    internal static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    internal static NpgsqlCommand With(this NpgsqlCommand command, GlobalCheckpoint checkpoint)
    {
        command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = checkpoint.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 });
        return command.With(checkpoint.Position);
    }

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
