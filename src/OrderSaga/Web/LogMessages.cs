namespace Sagas.OrderSaga.Web;

static partial class LogMessages
{
    [LoggerMessage(2101, LogLevel.Warning, "The timelines that somebody watches can't be read; watchers wait")]
    public static partial void TimelinesNotSeen(this ILogger logger, Exception exception);

    [LoggerMessage(2102, LogLevel.Warning, "The list that somebody watches can't be read; watchers wait")]
    public static partial void ListNotSeen(this ILogger logger, Exception exception);
}
