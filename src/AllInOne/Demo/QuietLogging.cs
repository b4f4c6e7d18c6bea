namespace Sagas.AllInOne.Demo;

static class QuietLogging
{
    /// <summary>Warnings only, and of the libraries errors only: that a message is tried again is no news to whoever watches a demo.</summary>
    public static void HoldIn(this ILoggingBuilder logging, HeldLog log) =>
        logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFilter("MassTransit", LogLevel.Error).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Error).AddFilter("Quartz", LogLevel.Error).AddProvider(log);
}
