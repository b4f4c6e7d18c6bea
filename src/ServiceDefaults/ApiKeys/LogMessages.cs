using Microsoft.Extensions.Logging;

namespace Sagas.ServiceDefaults.ApiKeys;

static partial class LogMessages
{
    [LoggerMessage(3001, LogLevel.Information, "This host has no API keys: it answers on loopback only. Configure ApiKeys to answer others")]
    public static partial void AnswersOnLoopbackOnly(this ILogger logger);

    [LoggerMessage(3002, LogLevel.Information, "This host answers to {Keys} API keys")]
    public static partial void AnswersToKeys(this ILogger logger, int keys);
}
