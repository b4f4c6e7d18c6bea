using System.Data;

namespace MassTransit.Configuration;

static class IsolationLevels
{
    public static void ThrowIfNotReadCommitted(this IsolationLevel level)
    {
        if (level is not (IsolationLevel.ReadCommitted or IsolationLevel.Unspecified))
        {
            throw new ConfigurationException(
                $"The isolation level {level} is not supported: units of work are read committed, and find conflicts by locks and row versions. Remove the setting.");
        }
    }
}
