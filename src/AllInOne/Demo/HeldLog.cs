using System.Collections.Concurrent;
using Spectre.Console;

namespace Sagas.AllInOne.Demo;

/// <summary>Keeps what the services warn of until there is room for it on the screen, and says it once, however often it happened.</summary>
sealed class HeldLog : ILoggerProvider
{
    readonly ConcurrentDictionary<(string Category, EventId Event), Entry> entries = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void ShowOn(IAnsiConsole console)
    {
        foreach (var key in entries.Keys.OrderBy(key => key.Category, StringComparer.Ordinal))
        {
            if (entries.TryRemove(key, out var entry))
                console.MarkupLineInterpolated($"[grey]{entry.Level}, {entry.Count} times: {entry.Text} ({key.Category})[/]");
        }
    }

    public void Dispose()
    {
    }

    sealed record Entry(LogLevel Level, string Text, int Count);

    sealed class Logger(HeldLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.entries.AddOrUpdate(
                    (category, eventId),
                    _ => new Entry(logLevel, Text(formatter(state, exception), exception), 1),
                    (_, entry) => entry with { Count = entry.Count + 1 });
        }

        static string Text(string message, Exception? exception) =>
            (exception is null ? message : $"{message} {exception.GetType().Name}: {exception.Message}").ReplaceLineEndings(" ");
    }
}
