using Microsoft.Extensions.Logging;

namespace Sagas.ServiceDefaults.RabbitMq;

static partial class LogMessages
{
    [LoggerMessage(4101, LogLevel.Warning, "An endpoint's channel closed, and something still waited on it after {Seconds} s; the endpoint connects anew")]
    public static partial void ChannelLeft(this ILogger logger, double seconds);
}
