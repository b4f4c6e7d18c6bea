using Microsoft.Extensions.Logging;

namespace Sagas.SagaTimeline;

static partial class LogMessages
{
    [LoggerMessage(3001, LogLevel.Warning, "Timeline: the failed attempt of {SagaType} {CorrelationId} at {MessageType} can't be recorded yet; it waits in memory")]
    public static partial void FailedAttemptDelayed(this ILogger logger, string sagaType, Guid correlationId, string messageType, Exception exception);

    [LoggerMessage(3002, LogLevel.Error, "Timeline: the failed attempt of {SagaType} {CorrelationId} at {MessageType} is not recorded: too many wait already")]
    public static partial void FailedAttemptLost(this ILogger logger, string sagaType, Guid correlationId, string messageType);

    [LoggerMessage(3003, LogLevel.Error, "Timeline: the failed attempt of {SagaType} {CorrelationId} at {MessageType} is not recorded: the database refuses it")]
    public static partial void FailedAttemptRefused(this ILogger logger, string sagaType, Guid correlationId, string messageType, Exception exception);
}
