using Microsoft.Extensions.Logging;

namespace Sagas.Projections;

static partial class LogMessages
{
    [LoggerMessage(3001, LogLevel.Warning, "Projection {Projection}: interrupted; nothing is lost, and it goes on shortly")]
    public static partial void ProjectionInterrupted(this ILogger logger, string projection, Exception exception);

    [LoggerMessage(3002, LogLevel.Information, "Projection {Projection}: another process has taken partitions of this one over")]
    public static partial void LeaseLost(this ILogger logger, string projection);

    [LoggerMessage(3003, LogLevel.Error, "Projection {Projection}: event {Version} of {Stream} ({Type}) can't be applied. It and what follows it in the stream are set aside")]
    public static partial void EventSetAside(this ILogger logger, string projection, string stream, long version, string type, Exception exception);

    [LoggerMessage(3004, LogLevel.Error, "Projection {Projection}: event {Version} of {Stream} ({Type}) can't be applied. Partition {Partition} stands still until it can")]
    public static partial void PartitionStopped(this ILogger logger, string projection, int partition, string stream, long version, string type, Exception exception);

    [LoggerMessage(3005, LogLevel.Warning, "Projections: nobody can be told of new events, or hear of them, at the moment; they are found a little later")]
    public static partial void NotificationsInterrupted(this ILogger logger, Exception exception);

    [LoggerMessage(3006, LogLevel.Warning, "Projections: how they stand could not be read")]
    public static partial void StatusNotRead(this ILogger logger, Exception exception);
}
