using MassTransit.EntityFrameworkCoreIntegration;

namespace MassTransit.Configuration;

sealed class EntityFrameworkOutboxConfigurator : IEntityFrameworkOutboxConfigurator
{
    public OutboxOptions Options { get; private set; } = new();

    public TimeSpan QueryDelay
    {
        set => Options = Options with { SweepInterval = value };
    }

    public TimeSpan MessageDeliveryTimeout
    {
        set => Options = Options with { SendTimeout = value };
    }

    public void ConfigureSend(Action<SendContext> configure) => Options = Options with { ConfigureSend = configure };
}
