namespace Sagas.Shipping;

static partial class LogMessages
{
    [LoggerMessage(5001, LogLevel.Warning, "Simulated carrier: the database is out of reach; it comes by again")]
    public static partial void CarrierLostDatabase(this ILogger logger, Exception exception);
}
