using System.Text.Json;
using RabbitMQ.Client;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Checking;

/// <summary>What is told about the ends of orders.</summary>
sealed class Confirmations : IAsyncDisposable
{
    readonly HashSet<Guid> _orders = [];
    readonly HashSet<Guid> _messages = [];
    IConnection? _connection;

    public int Orders => Count(_orders);

    /// <summary>Different ones: copies of one have its id.</summary>
    public int Messages => Count(_messages);

    public static async Task<Confirmations> ListenAsync(Uri broker)
    {
        var confirmations = new Confirmations { _connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync() };
        var channel = await confirmations._connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(MessageRoute.Confirmed, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, MessageRoute.Confirmed, routingKey: "");
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, new Listener(channel, confirmations));
        return confirmations;
    }

    public ValueTask DisposeAsync() => _connection!.DisposeAsync();

    void Add(Envelope envelope)
    {
        lock (_orders)
        {
            _orders.Add(envelope.Message.OrderId);
            _messages.Add(envelope.MessageId);
        }
    }

    int Count(HashSet<Guid> ids)
    {
        lock (_orders)
            return ids.Count;
    }

    sealed class Listener(IChannel channel, Confirmations confirmations) : AsyncDefaultBasicConsumer(channel)
    {
        public override Task HandleBasicDeliverAsync(
            string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
        {
            confirmations.Add(JsonSerializer.Deserialize(body.Span, FloorJson.Default.Envelope)!);
            return Task.CompletedTask;
        }
    }
}
