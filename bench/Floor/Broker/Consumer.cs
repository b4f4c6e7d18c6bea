using System.Text.Json;
using System.Threading.Channels;
using RabbitMQ.Client;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Broker;

/// <summary>Handles what a queue delivers, in memory, and passes it on to be written.</summary>
sealed class Consumer(IChannel channel, Itinerary itinerary, ChannelWriter<Arrival> arrivals) : AsyncDefaultBasicConsumer(channel)
{
    public override async Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        var envelope = JsonSerializer.Deserialize(body.Span, FloorJson.Default.Envelope)!;
        var hop = itinerary.Answer(Enum.Parse<MessageKind>(properties.Type!), envelope);
        await arrivals.WriteAsync(new Delivery(hop, Channel, deliveryTag), cancellationToken);
    }
}
