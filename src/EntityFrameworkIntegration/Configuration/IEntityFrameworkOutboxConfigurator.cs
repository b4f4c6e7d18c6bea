namespace MassTransit;

/// <summary>Configures the outbox of a DbContext.</summary>
public interface IEntityFrameworkOutboxConfigurator
{
    /// <summary>The longest time between two looks for messages that are due and held by no live process.</summary>
    TimeSpan QueryDelay { set; }

    /// <summary>How long a message may take to send before it is put back.</summary>
    TimeSpan MessageDeliveryTimeout { set; }

    /// <summary>Adjusts every message right before it is sent, for what only the transport knows.</summary>
    void ConfigureSend(Action<SendContext> configure);
}
