using System.Text.Json;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using Sagas.TestKit;

namespace Sagas.Hops.Floor;

/// <summary>
/// The same rows by hand, without any framework: a prepared statement and a commit for each message, workers that each keep a connection, messages as JSON
/// through a channel, and rows that were sent deleted in bulk.
/// </summary>
sealed class FloorRunner(TestDatabase database, int workers = 16) : IRunner
{
    static readonly Guid ConsumerId = Guid.CreateVersion7();
    static readonly byte[] Details = """{"sent":[{"type":"Baton","to":"relays"}],"changed":{"leg":[1,2]},"appended":["leg-run"]}"""u8.ToArray();

    readonly Finish _finish = new();
    readonly Channel<byte[]> _queue = Channel.CreateUnbounded<byte[]>();
    readonly Channel<Guid> _sent = Channel.CreateUnbounded<Guid>();
    readonly CancellationTokenSource _stop = new();
    readonly List<Task> _running = [];
    NpgsqlDataSource? _dataSource;

    public Task StartAsync()
    {
        _dataSource = NpgsqlDataSource.Create(database.AppConnectionString);
        _running.AddRange(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync)));
        _running.Add(Task.Run(DeleteAsync));
        return Task.CompletedTask;
    }

    public async Task RunAsync(int relays, int inFlight)
    {
        await _finish.RunAsync(relays, inFlight, baton => _queue.Writer.WriteAsync(Serialize(Guid.CreateVersion7(), baton)).AsTask());
        await Eventually.ShouldAsync(async () => await database.ScalarAsync<long>("select count(*) from outbox") == 0, "the outbox to be empty");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_dataSource is not null)
            await _dataSource.DisposeAsync();
        _stop.Dispose();
    }

    async Task WorkAsync()
    {
        await using var connection = await _dataSource!.OpenConnectionAsync(_stop.Token);
        await using var hop = new HopCommand(connection);
        await foreach (var message in _queue.Reader.ReadAllAsync(_stop.Token))
        {
            var (messageId, baton) = JsonSerializer.Deserialize<Envelope>(message)!;
            var next = baton.IsLast ? null : new Envelope(Guid.CreateVersion7(), baton.Next());
            var body = next is null ? [] : Serialize(next.MessageId, next.Baton);
            await hop.ExecuteAsync(messageId, ConsumerId, baton, Details, next?.MessageId, body);
            if (next is null)
            {
                _finish.Arrived(baton.RelayId);
                continue;
            }

            _queue.Writer.TryWrite(body);
            _sent.Writer.TryWrite(next.MessageId);
        }
    }

    async Task DeleteAsync()
    {
        while (await _sent.Reader.WaitToReadAsync(_stop.Token))
        {
            await Task.Delay(50, _stop.Token);
            var sent = new List<Guid>();
            while (_sent.Reader.TryRead(out var messageId))
                sent.Add(messageId);
            await using var command = _dataSource!.CreateCommand("delete from outbox where message_id = any($1)");
            command.Parameters.Add(new NpgsqlParameter { Value = sent.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            await command.ExecuteNonQueryAsync(_stop.Token);
        }
    }

    static byte[] Serialize(Guid messageId, Baton baton) => JsonSerializer.SerializeToUtf8Bytes(new Envelope(messageId, baton));

    sealed record Envelope(Guid MessageId, Baton Baton);
}
