using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Sagas.Hops.Floor;

/// <summary>The prepared statement of one worker.</summary>
sealed class HopCommand : IAsyncDisposable
{
    static readonly string Sql = new StreamReader(typeof(HopCommand).Assembly.GetManifestResourceStream("hop.sql")!).ReadToEnd();

    readonly NpgsqlCommand _command;

    public HopCommand(NpgsqlConnection connection)
    {
        _command = new NpgsqlCommand(Sql, connection);
        foreach (var type in new[]
        {
            NpgsqlDbType.Uuid, NpgsqlDbType.Uuid, NpgsqlDbType.Uuid, NpgsqlDbType.Integer, NpgsqlDbType.TimestampTz, NpgsqlDbType.Text, NpgsqlDbType.Uuid,
            NpgsqlDbType.Bytea, NpgsqlDbType.Jsonb, NpgsqlDbType.Jsonb, NpgsqlDbType.Uuid, NpgsqlDbType.Bytea,
        })
        {
            _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }
    }

    public async Task ExecuteAsync(Guid messageId, Guid consumerId, Baton baton, byte[] details, Guid? nextMessageId, byte[] nextBody)
    {
        object?[] values =
        [
            messageId, consumerId, baton.RelayId, baton.Leg, TimeProvider.System.GetUtcNow(), $"relay-{baton.RelayId}", Guid.CreateVersion7(),
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"leg":{{baton.Leg}}}""")),
            Encoding.UTF8.GetBytes($$"""{"actor":"relays","correlationId":"{{baton.RelayId}}","causationId":"{{messageId}}"}"""),
            details, nextMessageId ?? (object)DBNull.Value, nextBody,
        ];
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i];
        if (!_command.IsPrepared)
            await _command.PrepareAsync();
        if (await _command.ExecuteNonQueryAsync() == 0 && nextMessageId is not null)
            throw new InvalidOperationException($"Message {messageId} was handled twice.");
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
