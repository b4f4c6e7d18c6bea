using MassTransit;
using Npgsql;
using Sagas.Transactions;

namespace Sagas.ServiceDefaults;

/// <summary>How every receive endpoint behaves: concurrency, queue type, retries. The only place where retries are configured.</summary>
static class EndpointPolicy
{
    /// <summary>Handlers wait for their group's commit, so many have to be under way for groups to form.</summary>
    const int ConcurrentMessages = 100;

    static readonly TimeSpan[] Intervals = [.. new[] { 5, 20, 50, 100, 250, 500, 1000, 2000 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    public static void Apply(IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint)
    {
        endpoint.PrefetchCount = 2 * ConcurrentMessages;
        endpoint.ConcurrentMessageLimit = ConcurrentMessages;
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbitMq)
            rabbitMq.SetQuorumQueue();

        // Conflicts and transient database errors go away by trying again; anything else gets one more chance and then is a fault.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<TransactionConflictException>();
            retry.Handle<CommitOutcomeUnknownException>();
            retry.Handle<NpgsqlException>(exception => exception.IsTransient);
            retry.Intervals(Intervals);
        });
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<TransactionConflictException>();
            retry.Ignore<CommitOutcomeUnknownException>();
            retry.Ignore<NpgsqlException>(exception => exception.IsTransient);
            retry.Immediate(1);
        });
    }
}
