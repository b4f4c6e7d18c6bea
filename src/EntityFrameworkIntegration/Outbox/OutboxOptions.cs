namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>How the rows of an outbox are sent.</summary>
sealed record OutboxOptions
{
    /// <summary>How long a row belongs to the process that wrote or took it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a row that could not be sent waits, and with it its subject's other rows.</summary>
    public TimeSpan FailureDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a row that broke its connection, as it seems, is tried again soon before it waits like any other.</summary>
    public int BrokenConnectionLimit { get; init; } = 3;

    /// <summary>How long a message waits whose destination has no queue yet: its service may be starting.</summary>
    public TimeSpan UnroutableDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time between two looks for rows whose lease has run out.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long deletions gather.</summary>
    public TimeSpan DeletionDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long one message may take to send.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the first message waits for receive endpoints that are not ready, once the bus is connected.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most rows held in memory; above it they wait for the sweep.</summary>
    public int MemoryLimit { get; init; } = 5_000;

    /// <summary>The most messages that await the broker's confirmation.</summary>
    public int InFlightLimit { get; init; } = 200;

    /// <summary>The most rows that one look takes.</summary>
    public int SweepLimit { get; init; } = 200;

    /// <summary>How long a statement may take.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the inbox remembers a message.</summary>
    public TimeSpan DuplicateDetectionWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether this process forgets what the inbox need not remember any more.</summary>
    public bool CleansInbox { get; init; } = true;

    /// <summary>Whether this process sends messages. Otherwise it only writes them, without a lease, for others to send.</summary>
    public bool Delivers { get; init; } = true;

    /// <summary>Adjusts each message before it is sent.</summary>
    public Action<SendContext>? ConfigureSend { get; init; }
}
