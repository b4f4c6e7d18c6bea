using Npgsql;
using NpgsqlTypes;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.TakingReturns;

/// <summary>A return whose row is locked by the statement that found it.</summary>
sealed record LockedReturn(
    Guid ReturnId, Guid OrderId, string State, EffectKey ReceiveKey, Uri ReceiveAddress, EffectKey? InspectKey, Uri? InspectAddress, DateTimeOffset? ReceivedAt);

/// <summary>Moves a return from state to state.</summary>
/// <remarks>
/// Each begins by locking the return's row, so of the goods' arrival and the return's cancellation one is first and the other sees it, and of an inspection and
/// the question after it likewise: an answer is either given to the question, or sent when the inspection is booked.
/// </remarks>
static class ReturnStatements
{
    const string Columns = "return_id, order_id, state, receive_key, receive_address, inspect_key, inspect_address, received_at";

    public static Task<LockedReturn?> LockAsync(NpgsqlConnection connection, Guid returnId, CancellationToken cancellationToken) =>
        FindAsync(connection, $"select {Columns} from returns where return_id = $1 for update", returnId, cancellationToken);

    public static Task<LockedReturn?> CancelAsync(NpgsqlConnection connection, Guid returnId, CancellationToken cancellationToken) => FindAsync(
        connection,
        $"update returns set state = '{ReturnState.Cancelled}' where return_id = $1 and state = '{ReturnState.Expected}' returning {Columns}",
        returnId,
        cancellationToken);

    public static Task<LockedReturn?> ReceiveAsync(NpgsqlConnection connection, Guid returnId, CancellationToken cancellationToken) => FindAsync(
        connection,
        $"update returns set state = '{ReturnState.Received}', received_at = now() where return_id = $1 and state = '{ReturnState.Expected}' returning {Columns}",
        returnId,
        cancellationToken);

    /// <summary>Keeps whose question the inspection will answer, and where.</summary>
    public static async Task AskForInspectionAsync(NpgsqlConnection connection, Guid returnId, EffectKey key, Uri replyTo, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand("update returns set inspect_key = $2, inspect_address = $3 where return_id = $1", connection);
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = returnId });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.ToString() });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = replyTo.ToString() });
        await statement.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task BookInspectionAsync(
        NpgsqlConnection connection, Guid returnId, IReadOnlyList<InspectedLine> lines, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(
            $"""
            with inspected as (
              update returns set state = '{ReturnState.Inspected}' where return_id = $1 returning return_id
            )
            update return_lines set sound = verdict.sound, damaged = verdict.damaged
            from inspected, unnest($2, $3, $4) as verdict (sku, sound, damaged)
            where return_lines.return_id = inspected.return_id and return_lines.sku = verdict.sku
            """,
            connection);
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = returnId });
        statement.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lines.Select(line => line.Sku)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        statement.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. lines.Select(line => line.Sound)] });
        statement.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. lines.Select(line => line.Damaged)] });
        await statement.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>The lines, with the verdict where there is one.</returns>
    public static async Task<IReadOnlyList<ReturnLine>> LinesAsync(NpgsqlConnection connection, Guid returnId, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand("select sku, quantity, sound, damaged from return_lines where return_id = $1 order by sku", connection);
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = returnId });
        var lines = new List<ReturnLine>();
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(ReadLine(reader, returnId));
        return lines;
    }

    static async Task<LockedReturn?> FindAsync(NpgsqlConnection connection, string sql, Guid returnId, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = returnId } } };
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    static LockedReturn Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetGuid(1),
        reader.GetString(2),
        EffectKey.Parse(reader.GetString(3)),
        new Uri(reader.GetString(4)),
        reader.IsDBNull(5) ? null : EffectKey.Parse(reader.GetString(5)),
        reader.IsDBNull(6) ? null : new Uri(reader.GetString(6)),
        reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7));

    static ReturnLine ReadLine(NpgsqlDataReader reader, Guid returnId) => new()
    {
        ReturnId = returnId,
        Sku = reader.GetString(0),
        Quantity = reader.GetInt32(1),
        Sound = reader.IsDBNull(2) ? null : reader.GetInt32(2),
        Damaged = reader.IsDBNull(3) ? null : reader.GetInt32(3),
    };
}
