namespace Sagas.OrderSaga.Troubles;

static partial class LogMessages
{
    [LoggerMessage(2201, LogLevel.Warning, "Which sagas are in trouble can't be read; the gauges have no values")]
    public static partial void TroublesNotSeen(this ILogger logger, Exception exception);
}
