namespace Sagas.OrderSaga;

static partial class LogMessages
{
    [LoggerMessage(2001, LogLevel.Warning, "Reconciler: the database is out of reach; it looks again in a while")]
    public static partial void ReconcilerLostDatabase(this ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Information, "Reconciler: {MessageType} of saga {SagaId} was not answered; it is sent again")]
    public static partial void RequestSentAgain(this ILogger logger, string messageType, Guid sagaId);

    [LoggerMessage(2003, LogLevel.Information, "Reconciler: saga {SagaId} waits in {State} without a timer; it is armed again")]
    public static partial void TimerArmedAgain(this ILogger logger, Guid sagaId, string state);
}
