namespace Sagas.Shipping;

static partial class LogMessages
{
    [LoggerMessage(5001, LogLevel.Error, "Simulated carrier: this round failed; it comes by again")]
    public static partial void CarrierHeldUp(this ILogger logger, Exception exception);
}
