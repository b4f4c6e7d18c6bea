using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

static partial class DeadLetterLogMessages
{
    /// <summary>Not what the exception says: it may quote the message, and logs go further than the dead letter, which is masked.</summary>
    [LoggerMessage(1101, LogLevel.Error, "Dead letter {DeadLetterId}: {Endpoint} gives up message {MessageId}: {FaultType}, fingerprint {Fingerprint}")]
    public static partial void DeadLetterRecorded(this ILogger logger, Guid deadLetterId, string endpoint, Guid? messageId, string? faultType, string fingerprint);

    [LoggerMessage(1102, LogLevel.Warning, "Dead letters: what failed at {Endpoint} can't be written; the message is not acknowledged")]
    public static partial void DeadLetterDelayed(this ILogger logger, string endpoint, Exception exception);
}
