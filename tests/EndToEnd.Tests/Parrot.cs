using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Sagas.EndToEnd.Tests;

/// <summary>
/// Stands between the exchanges of the services and their queues. What is sent to an endpoint reaches it through the parrot alone: several times, each after a
/// pause of its own, so that nothing arrives in the order in which it was sent.
/// </summary>
sealed class Parrot : IAsyncDisposable
{
    static readonly string[] Endpoints = ["inventory", "payment", "shipping", "place-order"];

    readonly IConnection _connection;
    readonly IChannel _channel;
    readonly int _times;
    readonly TimeSpan _longestPause;
    readonly SemaphoreSlim _speaking = new(1);
    readonly CancellationTokenSource _stop = new();
    int _heard;

    Parrot(IConnection connection, IChannel channel, int times, TimeSpan longestPause) =>
        (_connection, _channel, _times, _longestPause) = (connection, channel, times, longestPause);

    /// <summary>How many messages were sent, as often as each arrived.</summary>
    public int Heard => _heard;

    /// <summary>Call it when the services have declared their queues.</summary>
    public static async Task<Parrot> PerchAsync(string rabbitMq, int times, TimeSpan longestPause)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(rabbitMq) }.CreateConnectionAsync();
        var parrot = new Parrot(connection, await connection.CreateChannelAsync(), times, longestPause);
        foreach (var endpoint in Endpoints)
            await parrot.StandBetweenAsync(endpoint);
        return parrot;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    async Task StandBetweenAsync(string endpoint)
    {
        var own = await _channel.QueueDeclareAsync($"parrot-{endpoint}", durable: true, exclusive: false, autoDelete: false);
        await _channel.QueueBindAsync(own.QueueName, endpoint, "");
        await _channel.QueueUnbindAsync(endpoint, endpoint, "");
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            Interlocked.Increment(ref _heard);
            var body = message.Body.ToArray();
            for (var i = 0; i < _times; i++)
                _ = RepeatAsync(endpoint, new BasicProperties(message.BasicProperties), body);
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(own.QueueName, autoAck: true, consumer);
    }

    async Task RepeatAsync(string endpoint, BasicProperties properties, byte[] body)
    {
        try
        {
            // Not waiting for anything: the pause is what shuffles.
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(1 + Random.Shared.Next((int)_longestPause.TotalMilliseconds)));
            await pause.WaitForNextTickAsync(_stop.Token);
            await _speaking.WaitAsync(_stop.Token);
            try
            {
                await _channel.BasicPublishAsync("", endpoint, mandatory: true, properties, body, _stop.Token);
            }
            finally
            {
                _speaking.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // It has flown away.
        }
    }
}
