using System.Threading.Channels;
using RabbitMQ.Client;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Broker;

/// <summary>Sends what is committed, without waiting for one confirm before the next message, and passes on what the broker has confirmed.</summary>
sealed class Publisher
{
    static readonly BasicProperties[] Properties =
        [.. Enum.GetNames<MessageKind>().Select(name => new BasicProperties { Persistent = true, ContentType = "application/vnd.masstransit+json", Type = name })];

    readonly IChannel _channel;
    readonly ChannelWriter<Guid> _sent;
    readonly int _copies;
    readonly Channel<Hop> _outgoing = Channel.CreateUnbounded<Hop>(new UnboundedChannelOptions { SingleReader = true });
    readonly Dictionary<ulong, Guid> _unconfirmed = [];
    ulong _lowest = 1;

    /// <param name="channel">A channel with confirms, which nobody else publishes on.</param>
    /// <param name="sent">Gets the ids of what is confirmed.</param>
    /// <param name="copies">How often each message is sent: more than once to see that it makes no difference.</param>
    public Publisher(IChannel channel, ChannelWriter<Guid> sent, int copies)
    {
        (_channel, _sent, _copies) = (channel, sent, copies);
        channel.BasicAcksAsync += (_, confirm) =>
        {
            Confirmed(confirm.DeliveryTag, confirm.Multiple);
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, refused) =>
        {
            _outgoing.Writer.TryComplete(new InvalidOperationException($"The broker did not take message {refused.DeliveryTag}."));
            return Task.CompletedTask;
        };
    }

    public void Send(Hop hop) => _outgoing.Writer.TryWrite(hop);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The broker numbers what is published on a channel, and only this loop publishes on it.
        var number = 0UL;
        await foreach (var hop in _outgoing.Reader.ReadAllAsync(cancellationToken))
        {
            for (var copy = 0; copy < _copies; copy++)
                await PublishAsync(hop, ++number, cancellationToken);
        }
    }

    ValueTask PublishAsync(Hop hop, ulong number, CancellationToken cancellationToken)
    {
        lock (_unconfirmed)
            _unconfirmed.Add(number, hop.Next.MessageId);
        var route = MessageRoute.Of(hop.Sends);
        return _channel.BasicPublishAsync(route.Exchange, route.RoutingKey, mandatory: false, Properties[(int)hop.Sends], hop.Body, cancellationToken);
    }

    void Confirmed(ulong number, bool andAllBefore)
    {
        lock (_unconfirmed)
        {
            if (!andAllBefore)
            {
                Confirmed(number);
                return;
            }

            for (; _lowest <= number; _lowest++)
                Confirmed(_lowest);
        }
    }

    void Confirmed(ulong number)
    {
        if (_unconfirmed.Remove(number, out var messageId))
            _sent.TryWrite(messageId);
    }
}
