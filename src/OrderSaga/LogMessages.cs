using Sagas.EventStore;

namespace Sagas.OrderSaga;

static partial class LogMessages
{
    [LoggerMessage(2001, LogLevel.Warning, "Reconciler: it could not look for what was lost, and looks again in a while")]
    public static partial void ReconcilerInterrupted(this ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Information, "Reconciler: {MessageType} of saga {SagaId} was not answered; it is sent again")]
    public static partial void RequestSentAgain(this ILogger logger, string messageType, Guid sagaId);

    [LoggerMessage(2008, LogLevel.Information, "Reconciler: {MessageType} of saga {SagaId} was dismissed as a dead letter; it is not sent again")]
    public static partial void RequestDismissed(this ILogger logger, string messageType, Guid sagaId);

    [LoggerMessage(2003, LogLevel.Information, "Reconciler: saga {SagaId} waits in {State} without a timer; it is armed again")]
    public static partial void TimerArmedAgain(this ILogger logger, Guid sagaId, string state);

    [LoggerMessage(2004, LogLevel.Error, "Reconciler: what saga {SagaId} waits for could not be sent again")]
    public static partial void SagaNotReconciled(this ILogger logger, Guid sagaId, Exception exception);

    [LoggerMessage(2005, LogLevel.Warning, "No snapshot of {Stream} could be taken; the next append to it tries again")]
    public static partial void SnapshotNotTaken(this ILogger logger, StreamId stream, Exception exception);

    [LoggerMessage(2007, LogLevel.Error, "This release leaves sagas in flight without an answer. {Finding}")]
    public static partial void SagasWouldBeStuck(this ILogger logger, string finding);

    [LoggerMessage(2006, LogLevel.Error, "The snapshot of {Stream} at version {Version} was not what its events amount to, and is discarded. Was the fold changed and FoldVersion not raised?")]
    public static partial void SnapshotDiscarded(this ILogger logger, StreamId stream, long version);
}
