using Microsoft.Extensions.Logging;

namespace Sagas.ServiceDefaults;

static partial class LogMessages
{
    [LoggerMessage(3101, LogLevel.Information, "The database {Database} is being migrated by another process; this one waits")]
    public static partial void MigrationAwaited(this ILogger logger, string database);
}
