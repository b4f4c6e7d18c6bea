using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Sagas.ServiceDefaults.RabbitMq;

namespace Sagas.ServiceDefaults.Tests;

public sealed class When_a_channel_closes_under_an_endpoint
{
    readonly ChannelContext _context = Substitute.For<ChannelContext>();
    readonly TaskCompletionSource _use = new();

    [Fact]
    public async Task what_waits_on_it_for_ever_is_left()
    {
        var sending = SendAsync(grace: TimeSpan.FromMilliseconds(20));
        await CloseAsync();

        await Should.ThrowAsync<RabbitMqConnectionException>(() => sending.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task what_notices_by_itself_ends_as_it_wants()
    {
        var sending = SendAsync(grace: TimeSpan.FromMinutes(10));
        await CloseAsync();
        _use.SetException(new InvalidOperationException("the consumer has ended"));

        (await Should.ThrowAsync<InvalidOperationException>(() => sending)).Message.ShouldBe("the consumer has ended");
    }

    [Fact]
    public async Task and_does_not_close_nothing_is_left_however_long_it_takes()
    {
        var sending = SendAsync(grace: TimeSpan.Zero);
        _use.SetResult();

        await sending;
    }

    Task SendAsync(TimeSpan grace) => new ClosedChannelFilter(grace, TimeProvider.System, NullLogger.Instance).Send(_context, Pipe.ExecuteAsync<ChannelContext>(_ => _use.Task));

    Task CloseAsync()
    {
        _context.Channel.ChannelShutdownAsync += Raise.Event<AsyncEventHandler<ShutdownEventArgs>>(
            _context.Channel, new ShutdownEventArgs(ShutdownInitiator.Library, 0, "End of stream"));
        return Task.CompletedTask;
    }
}
