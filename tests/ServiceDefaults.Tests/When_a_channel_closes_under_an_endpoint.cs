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
        var sending = SendAsync(Filter(grace: TimeSpan.FromMilliseconds(20)));
        Close();

        await Should.ThrowAsync<RabbitMqConnectionException>(() => sending.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task what_notices_by_itself_ends_as_it_wants()
    {
        var sending = SendAsync(Filter(grace: TimeSpan.FromMinutes(10)));
        Close();
        _use.SetException(new InvalidOperationException("the consumer has ended"));

        (await Should.ThrowAsync<InvalidOperationException>(() => sending)).Message.ShouldBe("the consumer has ended");
    }

    [Fact]
    public async Task and_does_not_close_nothing_is_left_however_long_it_takes()
    {
        var sending = SendAsync(Filter(grace: TimeSpan.Zero));
        _use.SetResult();

        await sending;
    }

    [Fact]
    public async Task that_consumes_its_handlers_are_waited_for()
    {
        var consuming = Filter(grace: TimeSpan.Zero);
        var handled = SendAsync(consuming);
        await ((IReceiveEndpointObserver)consuming).Ready(Substitute.For<ReceiveEndpointReady>());
        var connecting = SendAsync(Filter(grace: TimeSpan.Zero));
        Close();

        await Should.ThrowAsync<RabbitMqConnectionException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        handled.IsCompleted.ShouldBeFalse();
        _use.SetResult();
        await handled;
    }

    [Fact]
    public async Task that_consumes_it_is_left_when_they_have_had_their_time()
    {
        var consuming = Filter(grace: TimeSpan.FromMinutes(10), handlersGrace: TimeSpan.FromMilliseconds(20));
        var handled = SendAsync(consuming);
        await ((IReceiveEndpointObserver)consuming).Ready(Substitute.For<ReceiveEndpointReady>());
        Close();

        await Should.ThrowAsync<RabbitMqConnectionException>(() => handled.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    static ClosedChannelFilter Filter(TimeSpan grace, TimeSpan? handlersGrace = null) => new(grace, handlersGrace ?? TimeSpan.FromMinutes(10), TimeProvider.System, NullLogger.Instance);

    Task SendAsync(ClosedChannelFilter filter) => filter.Send(_context, Pipe.ExecuteAsync<ChannelContext>(_ => _use.Task));

    void Close() => _context.Channel.ChannelShutdownAsync += Raise.Event<AsyncEventHandler<ShutdownEventArgs>>(
        _context.Channel, new ShutdownEventArgs(ShutdownInitiator.Library, 0, "End of stream"));
}
