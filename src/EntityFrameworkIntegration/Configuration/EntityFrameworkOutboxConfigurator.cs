using System.Data;
using MassTransit.DependencyInjection;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit.Configuration;

sealed class EntityFrameworkOutboxConfigurator<TDbContext>(IBusRegistrationConfigurator bus)
    : IEntityFrameworkOutboxConfigurator, IEntityFrameworkBusOutboxConfigurator
    where TDbContext : DbContext
{
    public OutboxOptions Options { get; private set; } = new();

    public TimeSpan DuplicateDetectionWindow
    {
        set => Options = Options with { DuplicateDetectionWindow = value };
    }

    public IsolationLevel IsolationLevel
    {
        set => value.ThrowIfNotReadCommitted();
    }

    public TimeSpan QueryDelay
    {
        set => Options = Options with { SweepInterval = value };
    }

    public int QueryMessageLimit
    {
        set => Options = Options with { SweepLimit = value };
    }

    public TimeSpan QueryTimeout
    {
        set => Options = Options with { QueryTimeout = value };
    }

    public int MessageDeliveryLimit
    {
        set => Options = Options with { InFlightLimit = value };
    }

    public TimeSpan MessageDeliveryTimeout
    {
        get => Options.SendTimeout;
        set => Options = Options with { SendTimeout = value };
    }

    public void DisableInboxCleanupService() => Options = Options with { CleansInbox = false };

    /// <summary>What this process writes is nobody's from the start, and nothing of it is kept in memory.</summary>
    public void DisableDeliveryService() => Options = Options with { Delivers = false, Lease = TimeSpan.Zero, MemoryLimit = 0 };

    public void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator>? configure = null)
    {
        configure?.Invoke(this);
        bus.TryAddScoped<BusOutbox>();
        bus.ReplaceScoped<IScopedBusContextProvider<IBus>, BusOutboxContextProvider>();
        bus.ConfigureDbContext<TDbContext>((provider, options) =>
            options.AddInterceptors(new BusOutboxInterceptor<TDbContext>(provider.GetRequiredService<BusOutbox>(), provider)));
    }
}
