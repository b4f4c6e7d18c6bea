using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

static partial class LogMessages
{
    [LoggerMessage(1001, LogLevel.Warning, "Outbox: interrupted; the rows are safe in the database and are sent when it goes on, shortly")]
    public static partial void DispatcherInterrupted(this ILogger logger, Exception exception);

    [LoggerMessage(1002, LogLevel.Warning, "Outbox: {MessageId} ({MessageType}) could not be sent to {Destination}; it is tried again")]
    public static partial void MessageNotSent(this ILogger logger, Guid messageId, string messageType, string destination, Exception exception);

    [LoggerMessage(1005, LogLevel.Warning, "Outbox: the bus is not connected; messages wait in the database and are sent when it is back")]
    public static partial void TransportLost(this ILogger logger, Exception exception);

    [LoggerMessage(1003, LogLevel.Information, "Outbox: {MessageId} ({MessageType}) expired before it was sent")]
    public static partial void MessageExpired(this ILogger logger, Guid messageId, string messageType);

    [LoggerMessage(1004, LogLevel.Debug, "Inbox: {MessageId} ({MessageType}) was handled before")]
    public static partial void DuplicateDropped(this ILogger logger, Guid messageId, string messageType);

    [LoggerMessage(1020, LogLevel.Warning, "Bus outbox: {Count} messages, the first a {MessageType}, were sent or published in a scope whose DbContext did not save after it; they are dropped")]
    public static partial void BusOutboxNotSaved(this ILogger logger, int count, string messageType);

    [LoggerMessage(1021, LogLevel.Information, "{Saga} is kept by EF Core's change tracker, which costs more, because it {Obstacle}")]
    public static partial void SagaIsTracked(this ILogger logger, string saga, string obstacle);

    [LoggerMessage(1022, LogLevel.Warning, "Inbox: what it need not remember any more could not be deleted; it is tried again in a minute")]
    public static partial void InboxNotCleaned(this ILogger logger, Exception exception);
}
