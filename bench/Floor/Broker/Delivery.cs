using RabbitMQ.Client;
using Sagas.Floor.Hops;

namespace Sagas.Floor.Broker;

/// <summary>A message that is acknowledged when it is committed.</summary>
sealed class Delivery(Hop hop, IChannel channel, ulong tag) : Arrival(hop)
{
    public override ValueTask SettleAsync(bool written, bool andAllBefore) => channel.BasicAckAsync(tag, multiple: andAllBefore);
}
