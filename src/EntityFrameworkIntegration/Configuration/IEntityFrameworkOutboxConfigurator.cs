using System.Data;

namespace MassTransit;

/// <summary>Configures the outbox of a DbContext.</summary>
public interface IEntityFrameworkOutboxConfigurator : ITransactionalOutboxConfigurator
{
    /// <summary>How long the inbox remembers a message. A repeat that arrives later is handled again.</summary>
    TimeSpan DuplicateDetectionWindow { set; }

    /// <summary>
    /// Read committed, which is the only level here: conflicts are found by locks and row versions, and a stricter level would only add errors to retry.
    /// </summary>
    /// <exception cref="ConfigurationException">Another level is set.</exception>
    IsolationLevel IsolationLevel { set; }

    /// <summary>The longest time between two looks for messages that are due and held by no live process.</summary>
    TimeSpan QueryDelay { set; }

    /// <summary>The most messages that one look takes.</summary>
    int QueryMessageLimit { set; }

    /// <summary>How long a statement of a unit of work or of the outbox may take.</summary>
    TimeSpan QueryTimeout { set; }

    /// <summary>Leaves it to other processes to delete what is older than <see cref="DuplicateDetectionWindow" />.</summary>
    void DisableInboxCleanupService();

    /// <summary>
    /// Captures what is sent and published outside of consumers through a scope's <see cref="ISendEndpointProvider" /> and <see cref="IPublishEndpoint" />.
    /// It is written by the next save of the scope's DbContext, in its transaction, and sent after the commit.
    /// </summary>
    /// <param name="configure">Adjusts how messages are sent.</param>
    void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator>? configure = null);
}
