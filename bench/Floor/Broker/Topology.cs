using RabbitMQ.Client;
using Sagas.Floor.Hops;

namespace Sagas.Floor.Broker;

/// <summary>The queues, empty, and the exchange that the ends of orders go to.</summary>
static class Topology
{
    public static async Task DeclareAsync(IConnection connection)
    {
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in new[] { ServiceNames.Order, ServiceNames.Inventory, ServiceNames.Payment, ServiceNames.Shipping })
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueuePurgeAsync(queue);
        }

        await channel.ExchangeDeclareAsync(MessageRoute.Confirmed, ExchangeType.Fanout, durable: true);
    }
}
