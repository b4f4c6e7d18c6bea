using System.Collections.Concurrent;
using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Sagas.Load.Driving;

/// <summary>
/// Hears how orders end, on a queue of its own that everything published about it reaches. An end may be heard before the answer to the order's request, so either may come first.
/// </summary>
sealed class Endings : IAsyncDisposable
{
    const string Confirmed = "Sagas.Contracts.Orders:OrderConfirmed";
    const string Cancelled = "Sagas.Contracts.Orders:OrderCancelled";

    readonly ConcurrentDictionary<Guid, TaskCompletionSource<Ending>> _endings = new();
    readonly IConnection _connection;
    readonly IChannel _channel;

    Endings(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<Endings> ListenAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "load" }.CreateConnectionAsync();
        var endings = new Endings(connection, await connection.CreateChannelAsync());
        await endings.ConsumeAsync();
        return endings;
    }

    /// <summary>The order's end, when it comes.</summary>
    public async Task<Ending> OfAsync(Guid orderId, TimeSpan within)
    {
        var ending = await Expected(orderId).Task.WaitAsync(within);
        _endings.TryRemove(orderId, out _);
        return ending;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    async Task ConsumeAsync()
    {
        var queue = (await _channel.QueueDeclareAsync()).QueueName;
        foreach (var exchange in new[] { Confirmed, Cancelled })
        {
            // As MassTransit declares it, whoever is first.
            await _channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await _channel.QueueBindAsync(queue, exchange, routingKey: "");
        }

        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            Arrived(message, Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(queue, autoAck: true, consumer);
    }

    void Arrived(BasicDeliverEventArgs message, long at) =>
        Expected(JsonMembers.ReadGuid(message.Body.Span, "message", "orderId")).TrySetResult(new Ending(at, message.Exchange == Confirmed));

    TaskCompletionSource<Ending> Expected(Guid orderId) =>
        _endings.GetOrAdd(orderId, static _ => new TaskCompletionSource<Ending>(TaskCreationOptions.RunContinuationsAsynchronously));
}
