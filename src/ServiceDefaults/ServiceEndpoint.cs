using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.ServiceDefaults.DeadLetters;

namespace Sagas.ServiceDefaults;

/// <summary>A service's receive endpoint, together with its database.</summary>
public static class ServiceEndpoint
{
    /// <summary>
    /// Has every message of an endpoint handled in one transaction with the inbox and the outbox of a database, and what is given up kept there as a dead letter.
    /// The inbox is pruned by <see cref="MaintenanceSchedule.AddMaintenance{TDbContext}" />.
    /// </summary>
    /// <param name="bus">The bus registration.</param>
    /// <param name="endpointName">The endpoint of the service's consumers or sagas.</param>
    /// <param name="concurrentMessages">How many messages are handled at once, where it is not what <see cref="EndpointPolicy" /> says.</param>
    public static void AddServiceEndpoint<TDbContext>(
        this IBusRegistrationConfigurator bus, string endpointName, Func<IServiceProvider, int>? concurrentMessages = null)
        where TDbContext : DbContext
    {
        // Several endpoints of a service share its database, and so its outbox and its dead letters.
        if (bus.All(service => service.ServiceType != typeof(IOutboxSessions<TDbContext>)))
        {
            bus.AddEntityFrameworkOutbox<TDbContext>(outbox => outbox.DisableInboxCleanupService());
            bus.AddDeadLetters<TDbContext>(redact: MaskedMessage.Redact);
            // Handlers here act on their database alone, or through the effect ledger, which keeps rehearsals from the provider.
            bus.AddRedriveForecasts();
        }

        bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
        {
            if (name != endpointName)
                return;
            if (concurrentMessages?.Invoke(context) is { } limit)
            {
                endpoint.ConcurrentMessageLimit = limit;
                endpoint.PrefetchCount = 2 * limit;
            }

            endpoint.UseEntityFrameworkOutbox<TDbContext>(context);
            endpoint.UseDeadLetters<TDbContext>(context);
        });
    }
}
