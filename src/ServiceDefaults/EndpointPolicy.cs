using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sagas.ServiceDefaults.RabbitMq;

namespace Sagas.ServiceDefaults;

/// <summary>How every receive endpoint behaves: concurrency, queue type, retries. The only place where retries are configured.</summary>
/// <remarks>
/// What goes away by itself is tried again at once, for about four seconds, and then later, from the outbox, for about ten minutes. Anything else gets one more
/// chance. What is left is a dead letter and a Fault: for a command the saga decides whether to ask again, because only it knows how long the step may take.
/// </remarks>
static class EndpointPolicy
{
    /// <summary>Handlers wait for their group's commit, so many have to be under way for groups to form.</summary>
    const int ConcurrentMessages = 100;

    /// <summary>
    /// As good as none. While the database is away messages go back to the broker again and again, and RabbitMQ 4 drops what came back twenty times; to say "no limit"
    /// is no help, because RabbitMQ 3 takes the negative number for zero.
    /// </summary>
    const int DeliveryLimit = 1_000_000;

    /// <summary>How long an endpoint that is about to connect has to notice that its channel has closed.</summary>
    static readonly TimeSpan ChannelGrace = TimeSpan.FromSeconds(15);

    /// <summary>How long one that was connected has, whose handlers may be at work: longer than a statement may take, and the retries before it.</summary>
    static readonly TimeSpan HandlersGrace = TimeSpan.FromSeconds(45);

    static readonly TimeSpan[] Intervals = [.. new[] { 5, 20, 50, 100, 250, 500, 1000, 2000 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    static readonly TimeSpan[] Redeliveries = [.. new[] { 5, 30, 120, 420 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    public static void Apply(IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint)
    {
        endpoint.PrefetchCount = 2 * ConcurrentMessages;
        endpoint.ConcurrentMessageLimit = ConcurrentMessages;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
        {
            rabbitMq.SetQuorumQueue();
            rabbitMq.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            var leaving = new ClosedChannelFilter(
                ChannelGrace, HandlersGrace, context.GetRequiredService<TimeProvider>(), context.GetRequiredService<ILoggerFactory>().CreateLogger<ClosedChannelFilter>());
            rabbitMq.ConfigureChannel(channel => channel.UseFilter(leaving));
            rabbitMq.ConnectReceiveEndpointObserver(leaving);
        }

        // From the outside inwards. The unit of work stands inside of them all, so that each attempt begins a new one.
        endpoint.UseScheduledRedelivery(redelivery =>
        {
            redelivery.Handle<Exception>(TransientFailures.Includes);
            redelivery.Intervals(Redeliveries);
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(TransientFailures.Includes);
            retry.Intervals(Intervals);
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(TransientFailures.Includes);
            retry.Immediate(1);
        });
    }
}
