namespace MassTransit;

/// <summary>Configures how the messages of a database are sent: those of its bus outbox and those of its consumers, which share one table.</summary>
public interface IEntityFrameworkBusOutboxConfigurator : IBusOutboxConfigurator
{
    /// <summary>The most messages that await the broker's confirmation at once.</summary>
    int MessageDeliveryLimit { set; }

    /// <summary>How long a message may take to send before it is put back.</summary>
    TimeSpan MessageDeliveryTimeout { get; set; }
}
