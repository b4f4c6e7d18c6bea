using System.Threading.Channels;
using Npgsql;

namespace Sagas.Floor.Databases;

/// <summary>Deletes the outbox rows that the broker has confirmed, all of 50 ms in one statement.</summary>
sealed class SentRows(NpgsqlDataSource database)
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    readonly Channel<Guid> _sent = Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });

    public ChannelWriter<Guid> Writer => _sent.Writer;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _sent.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Interval, cancellationToken);
            var messageIds = new List<Guid>();
            while (_sent.Reader.TryRead(out var messageId))
                messageIds.Add(messageId);
            await using var command = database.CreateCommand("delete from outbox where message_id = any($1)");
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. messageIds] });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
